#include "app/background.h"

#include <pthread.h>
#include <sys/qos.h>

namespace farsight::viewer {

void stand_back() {
    ::pthread_set_qos_class_self_np(QOS_CLASS_UTILITY, 0);
}

}  // namespace farsight::viewer
