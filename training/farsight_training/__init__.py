"""How the lab's own detectors were trained: data, networks, training, export and measurement."""
