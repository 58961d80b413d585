// Style sheets and pictures mean nothing to a test in Node: Jest loads this in their place.
module.exports = '';
