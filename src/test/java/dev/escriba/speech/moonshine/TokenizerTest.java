package dev.escriba.speech.moonshine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.escriba.speech.entity.Token;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TokenizerTest {

    static Tokenizer tokenizer;

    @BeforeAll
    static void read() throws IOException {
        tokenizer = Tokenizer.read(MoonshineFixture.packed("moonshine-tiny-en").resolve("tokens.txt"));
    }

    @Test
    void encodesAsLlamaDoes() {
        assertThat(tokenizer.encode("Hello world")).containsExactly(15043, 3186);
        assertThat(tokenizer.encode("grabbed")).containsExactly(2646, 1327, 287);
    }

    @Test
    void spellsWhatNoPieceCoversInBytes() {
        assertThat(tokenizer.encode("😀")).containsExactly(29871, 243, 162, 155, 131);
    }

    @Test
    void keepsTheTextThroughEncodingAndDecoding() {
        for (String text : List.of("ComfyUI", "Mañana será otro día, ¿no?", "two  spaces", "naïve 😀 日本")) {
            assertThat(tokenizer.decode(tokenizer.encode(text))).isEqualTo(text);
        }
    }

    @Test
    void countsNothingInABlankText() {
        assertThat(tokenizer.encode("  ")).isEmpty();
    }

    @Test
    void decodesSpecialTokensToNothing() {
        assertThat(tokenizer.decode(List.of(Tokenizer.START, 15043, 32_000, Tokenizer.END)))
                .isEqualTo("Hello");
    }

    @Test
    void tellsTheTextOfEachToken() {
        assertThat(tokenizer.texts(tokenizer.encode("grabbed Hello"))).containsExactly(" gra", "bb", "ed", " Hello");
    }

    @Test
    void tellsACharacterOfSeveralTokensWithItsLastToken() {
        assertThat(tokenizer.texts(tokenizer.encode("😀"))).containsExactly(" ", "", "", "", "😀");
        assertThat(tokenizer.texts(List.of(29871, 243, 162, 15043))).containsExactly(" ", "", "", "� Hello");
        assertThat(tokenizer.texts(List.of(15043, 243))).containsExactly(" Hello", "�");
    }

    private static List<String> words(String text) {
        return tokenizer.words(tokenizer.encode(text)).stream()
                .map(word -> word.text() + " " + word.first() + "-" + word.last() + " " + word.lastLetter())
                .toList();
    }

    @Test
    void eachTokenHasItsOwnBytes() {
        List<Integer> tokens = tokenizer.encode("😀");
        assertThat(tokenizer.written(tokens, List.of(-0.1, -0.1, -0.1, -0.1, -0.1)))
                .extracting(Token::bytes)
                .containsExactly(" ", "\u00F0", "\u009F", "\u0098", "\u0080");
    }

    @Test
    void groupsTokensInWords() {
        assertThat(words("grabbed Hello")).containsExactly("grabbed 0-2 2", "Hello 3-3 3");
        assertThat(words("")).isEmpty();
    }

    @Test
    void punctuationBelongsToItsWordAndIsNotItsEnd() {
        List<Integer> tokens = tokenizer.encode("Hello, grabbed.");
        assertThat(tokenizer.texts(tokens)).containsExactly(" Hello", ",", " gra", "bb", "ed", ".");
        assertThat(words("Hello, grabbed.")).containsExactly("Hello, 0-1 0", "grabbed. 2-5 4");
        assertThat(words("Hello - Hello")).containsExactly("Hello 0-0 0", "- 1-1 1", "Hello 2-2 2");
    }

    @Test
    void aWordMayBeginWithATokenThatIsOnlyASpace() {
        assertThat(words("Hello 😀 Hello")).containsExactly("Hello 0-0 0", "😀 1-5 5", "Hello 6-6 6");
    }

    @Test
    void spacesInARowDivideOnce() {
        assertThat(words("Hello   Hello"))
                .extracting(word -> word.substring(0, 5))
                .containsExactly("Hello", "Hello");
    }

    @Test
    void wordsMakeTheText() {
        for (String text : List.of("Mañana será otro día, ¿no?", "naïve 😀 日本 C++ 3,14 %", "“Quoted,” he said…")) {
            assertThat(tokenizer.words(tokenizer.encode(text)).stream()
                            .map(Tokenizer.TokenizedWord::text)
                            .toList())
                    .containsExactly(text.split(" ", -1));
        }
    }

    @Test
    void specialTokensBelongToNoWordOfTheirOwn() {
        assertThat(tokenizer.words(List.of(Tokenizer.START, 15043, 32_000))).hasSize(1);
    }

    @Test
    void knowsTheSpecialTokensBeyondTheVocabulary() {
        assertThat(tokenizer.size()).isEqualTo(32_768);
    }

    @Test
    void refusesAFileWhoseIdsAreOutOfOrder(@TempDir Path directory) throws IOException {
        Path file = Files.writeString(directory.resolve("tokens.txt"), "PHVuaz4= 0\nPHM+ 2\n");
        assertThatThrownBy(() -> Tokenizer.read(file))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("line 2");
    }
}
