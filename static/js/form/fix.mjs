// Asks the phone where it is: waits for a better measurement as long as it gets better, and says when it has the best.

const GOOD = 15;
const PATIENCE = 30_000;

/**
 * @param {{good?: number, better: (coords: GeolocationCoordinates) => void, patience?: number, place?: Geolocation}} how
 *   `better` is called with each measurement that is better than those before
 * @returns {Promise<GeolocationCoordinates>} rejects with the name of a text: place_none or place_denied
 */
export function fix({good = GOOD, better, patience = PATIENCE, place = navigator.geolocation}) {
  return new Promise((resolve, reject) => {
    let best = null;
    const finish = (problem) => {
      place.clearWatch(watch);
      clearTimeout(timer);
      best ? resolve(best) : reject(problem);
    };
    const timer = setTimeout(finish, patience, 'place_none');
    const watch = place.watchPosition(
      ({coords}) => {
        if (best && coords.accuracy >= best.accuracy) return;
        best = coords;
        better(coords);
        if (coords.accuracy <= good) finish();
      },
      (error) => finish(error.code === 1 ? 'place_denied' : 'place_none'),
      {enableHighAccuracy: true, maximumAge: 0, timeout: patience},
    );
  });
}
