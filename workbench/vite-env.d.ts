/// <reference types="vite/client" />

declare module '*.xlsx' {
  const url: string;
  export default url;
}
