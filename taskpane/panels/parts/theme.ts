/** Fluent's themes with our brand: a calm blue-green that keeps 4.5:1 on white and on the dark ground. */
import { createDarkTheme, createLightTheme, type BrandVariants, type Theme } from '@fluentui/react-components';

const brand: BrandVariants = {
  10: '#020506',
  20: '#0b1b20',
  30: '#0c2d36',
  40: '#0b3a47',
  50: '#084858',
  60: '#04576a',
  70: '#00667c',
  80: '#00708a',
  90: '#1b839c',
  100: '#3a94ab',
  110: '#55a5ba',
  120: '#6fb6c8',
  130: '#8ac7d6',
  140: '#a6d8e4',
  150: '#cfe8ee',
  160: '#eff7f9',
};

const fonts = {
  fontFamilyBase:
    "'Segoe UI Variable Text', 'Segoe UI', 'Microsoft YaHei UI', 'Microsoft YaHei', 'PingFang SC', 'Noto Sans CJK SC', 'Noto Sans SC', sans-serif",
};

/** For a light ground; Windows contrast themes take over its colours by themselves. */
export const lightTheme: Theme = { ...createLightTheme(brand), ...fonts };

/** For Office's dark themes. */
export const darkTheme: Theme = {
  ...createDarkTheme(brand),
  ...fonts,
  colorBrandForeground1: brand[120],
  colorBrandForeground2: brand[130],
};
