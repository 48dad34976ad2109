/** Two low, short notes, made in the browser: nothing is loaded, and it wakes nobody in the next room. */

export type Chime = () => void;

const NOTES = [392, 523.25];
const LOUDNESS = 0.06;
const NOTE_SECONDS = 0.35;

export function softChime(): Chime {
  const context = new AudioContext();
  return () => {
    void context.resume();
    NOTES.forEach((pitch, at) => {
      const begins = context.currentTime + at * NOTE_SECONDS * 0.6;
      const [tone, volume] = [context.createOscillator(), context.createGain()];
      tone.frequency.value = pitch;
      volume.gain.setValueAtTime(0, begins);
      volume.gain.linearRampToValueAtTime(LOUDNESS, begins + 0.03);
      volume.gain.exponentialRampToValueAtTime(0.0001, begins + NOTE_SECONDS);
      tone.connect(volume).connect(context.destination);
      tone.start(begins);
      tone.stop(begins + NOTE_SECONDS);
    });
  };
}
