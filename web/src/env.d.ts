/// <reference types="vite/client" />

/** The project's version, for example "0.1.0". */
declare const __FARSIGHT_VERSION__: string;

declare module 'virtual:farsight-catalogue' {
  const catalogue: import('./engine/protocol').Catalogue;
  export default catalogue;
}
