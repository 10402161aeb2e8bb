/// <reference types="vite/client" />

declare module 'virtual:farsight-catalogue' {
  const catalogue: import('./engine/protocol').Catalogue;
  export default catalogue;
}
