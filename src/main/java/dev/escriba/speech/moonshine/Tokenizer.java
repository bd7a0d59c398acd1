package dev.escriba.speech.moonshine;

import dev.escriba.speech.entity.Token;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The vocabulary of a model: byte-pair encoding as in SentencePiece for Llama. The id of a piece is also its rank; the
 * lowest rank is merged first. Text without a piece is encoded in bytes.
 */
public final class Tokenizer {

    /** The token that ends a text. */
    public static final int END = 2;

    /** The token that starts a text. */
    public static final int START = 1;

    private static final int MAX_WORD_LENGTH = 256;
    private static final char SPACE = '\u2581';
    private static final Pattern BYTE = Pattern.compile("<0x([0-9A-F]{2})>");
    private static final Pattern SPECIAL = Pattern.compile("<unk>|<s>|</s>|<pad>|<<.*>>");

    private final byte[][] bytes;
    private final int[] idOfByte = new int[256];
    private final Map<String, Integer> mergeable = new HashMap<>();

    private Tokenizer(List<String> pieces) {
        bytes = new byte[pieces.size()][];
        for (int id = 0; id < pieces.size(); id++) {
            String piece = pieces.get(id);
            Matcher single = BYTE.matcher(piece);
            if (single.matches()) {
                int value = Integer.parseInt(single.group(1), 16);
                bytes[id] = new byte[] {(byte) value};
                idOfByte[value] = id;
            } else if (SPECIAL.matcher(piece).matches()) {
                bytes[id] = new byte[0];
            } else {
                bytes[id] = piece.replace(SPACE, ' ').getBytes(StandardCharsets.UTF_8);
                mergeable.put(piece, id);
            }
        }
    }

    /** Reads a file with one token on each line, in the order of the ids: the piece in base64, a space, the id. */
    public static Tokenizer read(Path file) throws IOException {
        List<String> pieces = new ArrayList<>();
        for (String line : Files.readAllLines(file, StandardCharsets.UTF_8)) {
            int space = line.indexOf(' ');
            if (space < 0 || Integer.parseInt(line.substring(space + 1).strip()) != pieces.size()) {
                throw new IOException(file + ", line " + (pieces.size() + 1) + ": not a piece and the next id");
            }
            pieces.add(new String(Base64.getDecoder().decode(line.substring(0, space)), StandardCharsets.UTF_8));
        }
        return new Tokenizer(pieces);
    }

    /** The number of tokens in the vocabulary. */
    public int size() {
        return bytes.length;
    }

    /** Whether a token continues the word before it. */
    public boolean continuesWord(int token) {
        byte[] piece = bytes[token];
        // part of a character beyond ASCII, or a letter or digit
        return piece.length > 0 && (piece[0] < 0 || Character.isLetterOrDigit(piece[0]));
    }

    /** The text of tokens, without the space at the start of every text. Special tokens have no text. */
    public String decode(List<Integer> tokens) {
        ByteArrayOutputStream text = new ByteArrayOutputStream();
        tokens.forEach(token -> text.writeBytes(bytes[token]));
        return text.toString(StandardCharsets.UTF_8).strip();
    }

    /**
     * The text of each token, with the space at the start of a word. Joined, they are the whole text. A character of
     * several tokens is in the text of the last one. Special tokens have no text.
     */
    List<String> texts(List<Integer> tokens) {
        CharsetDecoder decoder = StandardCharsets.UTF_8
                .newDecoder()
                .onMalformedInput(CodingErrorAction.REPLACE)
                .onUnmappableCharacter(CodingErrorAction.REPLACE);
        List<String> texts = new ArrayList<>();
        byte[] open = new byte[0];
        for (int i = 0; i < tokens.size(); i++) {
            byte[] piece = bytes[tokens.get(i)];
            ByteBuffer in = ByteBuffer.allocate(open.length + piece.length)
                    .put(open)
                    .put(piece)
                    .flip();
            CharBuffer out = CharBuffer.allocate(in.remaining() + 1);
            decoder.reset().decode(in, out, i + 1 == tokens.size());
            open = Arrays.copyOfRange(in.array(), in.position(), in.limit());
            texts.add(out.flip().toString());
        }
        return texts;
    }

    /**
     * A word of a text.
     *
     * @param text without spaces
     * @param first the index of its first token; a token before it with nothing but a space belongs to the word
     * @param last the index of its last token
     * @param lastLetter the index of the last token with a letter or a digit; {@code last} for a word without one
     */
    record TokenizedWord(String text, int first, int last, int lastLetter) {}

    /** The words of a text: what is between the spaces of its tokens. */
    List<TokenizedWord> words(List<Integer> tokens) {
        List<TokenizedWord> words = new ArrayList<>();
        ByteArrayOutputStream word = new ByteArrayOutputStream();
        int first = 0;
        int lastLetter = -1;
        for (int i = 0; i < tokens.size(); i++) {
            for (byte value : bytes[tokens.get(i)]) {
                if (!isSpace(value)) {
                    word.write(value);
                    lastLetter = value < 0 || Character.isLetterOrDigit(value) ? i : lastLetter;
                } else if (word.size() > 0) {
                    // a space begins its token, which belongs to the next word
                    words.add(word(word, first, Math.max(first, i - 1), lastLetter));
                    first = i;
                    lastLetter = -1;
                }
            }
        }
        if (word.size() > 0) {
            words.add(word(word, first, tokens.size() - 1, lastLetter));
        }
        return words;
    }

    private static TokenizedWord word(ByteArrayOutputStream bytes, int first, int last, int lastLetter) {
        String text = bytes.toString(StandardCharsets.UTF_8);
        bytes.reset();
        return new TokenizedWord(text, first, last, lastLetter < 0 ? last : Math.min(last, lastLetter));
    }

    private static boolean isSpace(byte value) {
        return value == ' ' || (value >= '\t' && value <= '\r');
    }

    /** The tokens of a text with their log-probabilities, of which there may be more. */
    List<Token> written(List<Integer> tokens, List<Double> logProbabilities) {
        List<String> texts = texts(tokens);
        List<Token> written = new ArrayList<>();
        for (int i = 0; i < tokens.size(); i++) {
            int id = tokens.get(i);
            String own = new String(bytes[id], StandardCharsets.ISO_8859_1);
            written.add(new Token(id, texts.get(i), own, logProbabilities.get(i)));
        }
        return written;
    }

    /** The tokens of a text, without start and end; none for a blank text. */
    public List<Integer> encode(String text) {
        if (text.isBlank()) {
            return List.of();
        }
        List<Integer> tokens = new ArrayList<>();
        String spaced = SPACE + text.replace(' ', SPACE);
        // no piece has a space inside a word: words are merged one by one, in time linear in the length of the text
        int start = 0;
        for (int i = 1; i <= spaced.length(); i++) {
            if (i == spaced.length() || (spaced.charAt(i) == SPACE && spaced.charAt(i - 1) != SPACE)) {
                merge(spaced.substring(start, i), tokens);
                start = i;
            }
        }
        return tokens;
    }

    /**
     * The time for merging grows with the square of the length. So a string that is too long for a word is merged in
     * parts.
     */
    private void merge(String word, List<Integer> tokens) {
        for (int from = 0; from < word.length(); ) {
            int to = Math.min(word.length(), from + MAX_WORD_LENGTH);
            to -= to < word.length() && Character.isHighSurrogate(word.charAt(to - 1)) ? 1 : 0;
            mergePart(word.substring(from, to), tokens);
            from = to;
        }
    }

    private void mergePart(String word, List<Integer> tokens) {
        List<String> parts = new ArrayList<>();
        word.codePoints().forEach(point -> parts.add(Character.toString(point)));
        for (int best = lowest(parts); best >= 0; best = lowest(parts)) {
            parts.set(best, parts.get(best) + parts.remove(best + 1));
        }
        for (String part : parts) {
            Integer id = mergeable.get(part);
            if (id != null) {
                tokens.add(id);
            } else {
                for (byte value : part.getBytes(StandardCharsets.UTF_8)) {
                    tokens.add(idOfByte[value & 0xff]);
                }
            }
        }
    }

    private int lowest(List<String> parts) {
        int best = -1;
        int rank = Integer.MAX_VALUE;
        for (int i = 0; i + 1 < parts.size(); i++) {
            int id = mergeable.getOrDefault(parts.get(i) + parts.get(i + 1), Integer.MAX_VALUE);
            if (id < rank) {
                best = i;
                rank = id;
            }
        }
        return best;
    }
}
