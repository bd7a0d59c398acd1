package dev.escriba.openai.boundary;

import dev.escriba.speech.entity.Segment;
import dev.escriba.transcription.entity.TranscriptDocument;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The names of the speakers of one transcript. A channel has the name that the request gives it. The others are A, B
 * and so on in order of appearance; a letter that is a given name is left out.
 */
final class Speakers {

    private final List<String> names;
    private final Map<Integer, String> letters = new HashMap<>();
    private int next;

    /** @param names of the first channels */
    Speakers(List<String> names) {
        this.names = List.copyOf(names);
    }

    /** The speaker of a segment. The segments have to be asked for in the order of the transcript. */
    String of(Segment segment) {
        int channel = segment.channel().orElse(0);
        return channel < names.size() ? names.get(channel) : letters.computeIfAbsent(channel, any -> letter());
    }

    private String letter() {
        String letter;
        do {
            letter = TranscriptDocument.letter(next++);
        } while (names.contains(letter));
        return letter;
    }
}
