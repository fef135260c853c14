// Nightwatch's own version, as package.json has it.

export const nightwatchVersion = '0.1.0';
