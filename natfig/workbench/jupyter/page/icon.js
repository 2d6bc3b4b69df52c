// A small line figure; Jupyter's classes give it the colours of the theme.

export const ICON = `<svg xmlns="http://www.w3.org/2000/svg" width="16" height="16" viewBox="0 0 16 16">
  <path class="jp-icon3" fill="#616161" d="M2 1.5h1.2v11.3h11.3V14H2z"/>
  <path class="natfig-icon-line" fill="none" stroke="#0072b2" stroke-width="1.4" stroke-linecap="round" stroke-linejoin="round" d="M5 10.2l3-3.4 2.4 1.6L13.6 4"/>
  <g class="natfig-icon-dot" fill="#d55e00">
    <circle cx="5" cy="10.2" r="1.15"/><circle cx="8" cy="6.8" r="1.15"/>
    <circle cx="10.4" cy="8.4" r="1.15"/><circle cx="13.6" cy="4" r="1.15"/>
  </g>
</svg>`;
