package dev.escriba.speech.segmentation;

import java.util.ArrayList;
import java.util.List;

/** Divides frames into parts, in the middle of pauses. */
final class Pauses {

    private record Pause(int from, int to) {

        int length() {
            return to - from;
        }

        int middle() {
            return (from + to) / 2;
        }
    }

    private Pauses() {}

    /**
     * The first frame of each part, and the frame after the last part.
     *
     * @param minPause frames without speech that divide
     * @param minSpeech frames of speech in a part
     */
    static List<Integer> between(boolean[] speech, int minPause, int minSpeech) {
        List<Pause> pauses = within(speech, minPause);
        while (removePauseBesideShortPart(speech, pauses, minSpeech)) {
            // until each pause has enough speech on either side
        }
        List<Integer> cuts = new ArrayList<>();
        cuts.add(0);
        pauses.forEach(one -> cuts.add(one.middle()));
        cuts.add(speech.length);
        return cuts;
    }

    private static List<Pause> within(boolean[] speech, int minPause) {
        List<Pause> pauses = new ArrayList<>();
        int lastSpeech = -1;
        for (int i = 0; i < speech.length; i++) {
            if (speech[i]) {
                if (lastSpeech >= 0 && i - lastSpeech - 1 >= minPause) {
                    pauses.add(new Pause(lastSpeech + 1, i));
                }
                lastSpeech = i;
            }
        }
        return pauses;
    }

    private static boolean removePauseBesideShortPart(boolean[] speech, List<Pause> pauses, int minSpeech) {
        Pause shortest = null;
        for (int part = 0; part <= pauses.size() && !pauses.isEmpty(); part++) {
            int from = part == 0 ? 0 : pauses.get(part - 1).to();
            int to = part == pauses.size() ? speech.length : pauses.get(part).from();
            if (spoken(speech, from, to) < minSpeech) {
                for (Pause beside : pauses.subList(Math.max(0, part - 1), Math.min(pauses.size(), part + 1))) {
                    shortest = shortest == null || beside.length() < shortest.length() ? beside : shortest;
                }
            }
        }
        return pauses.remove(shortest);
    }

    private static int spoken(boolean[] speech, int from, int to) {
        int spoken = 0;
        for (int i = from; i < to; i++) {
            spoken += speech[i] ? 1 : 0;
        }
        return spoken;
    }
}
