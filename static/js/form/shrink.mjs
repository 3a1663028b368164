// Worker: one photo at a time to at most `side` pixels, as JPEG. Answers null when the photo is small enough or cannot be read.
// Writing it anew also takes out what the camera noted in it, such as a position.

const QUALITY = 0.8;

self.onmessage = async ({data: {file, side, enough}}) => {
  self.postMessage(await shrunk(file, side, enough).catch(() => null));
};

async function shrunk(file, side, enough) {
  const picture = await createImageBitmap(file, {imageOrientation: 'from-image'});
  const scale = Math.min(1, side / Math.max(picture.width, picture.height));
  if (scale === 1 && file.size <= enough) return null;
  const [width, height] = [Math.round(picture.width * scale), Math.round(picture.height * scale)];
  const canvas = new OffscreenCanvas(width, height);
  const context = canvas.getContext('2d');
  context.imageSmoothingQuality = 'high';
  context.drawImage(picture, 0, 0, width, height);
  picture.close();
  return canvas.convertToBlob({type: 'image/jpeg', quality: QUALITY});
}
