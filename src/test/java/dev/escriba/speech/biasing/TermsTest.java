package dev.escriba.speech.biasing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.escriba.speech.moonshine.Tokenizer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class TermsTest {

    static Tokenizer tokenizer;

    @BeforeAll
    static void read() throws IOException {
        tokenizer = Tokenizer.read(Path.of("target/classes/models/moonshine-tiny-en/tokens.txt"));
    }

    static Map<String, Double> terms(String prompt) {
        return Terms.of(prompt, tokenizer::encode);
    }

    @Test
    void takesTheEntriesOfAListAndTheirWords() {
        assertThat(terms("ComfyUI, Siobhan Kelleher; Villaviciosa de Odón\n- HAProxy\n• C++"))
                .containsOnlyKeys(
                        "ComfyUI",
                        "Siobhan Kelleher",
                        "Siobhan",
                        "Kelleher",
                        "Villaviciosa de Odón",
                        "Villaviciosa",
                        "Odón",
                        "HAProxy",
                        "C++")
                .allSatisfy((term, bonus) -> assertThat(bonus).isEqualTo(Terms.BONUS));
    }

    @Test
    void takesTheNamesInASentence() {
        assertThat(terms("In this call we talk to Siobhan Kelleher about the budget for ComfyUI and Node.js."))
                .containsKeys("Siobhan Kelleher", "Siobhan", "Kelleher", "ComfyUI", "Node.js")
                .doesNotContainKeys("In", "call", "talk", "about", "the", "budget");
    }

    @Test
    void ignoresOrdinaryWords() {
        assertThat(terms("This is the first meeting of our team, where we talk about the plan for next month."))
                .isEmpty();
        assertThat(terms("Esta es una nota")).isEmpty();
        assertThat(terms("está, según, él")).isEmpty();
    }

    @Test
    void ignoresNumbers() {
        assertThat(terms("1. Kubernetes\n2. ComfyUI\nAgenda: 1, 2, 3, 12:30, 4.5 and 2024"))
                .containsKeys("Kubernetes", "ComfyUI")
                .allSatisfy((term, bonus) -> assertThat(term).containsPattern("\\p{L}"))
                .doesNotContainKeys("1", "2", "12:30");
    }

    @Test
    void ignoresAStringThatIsTooLongForAWord() {
        assertThat(terms("Xy".repeat(2_000))).isEmpty();
    }

    @Test
    void givesALowBonusToLowerCaseWordsOutsideLists() {
        assertThat(terms("the patient has to take lisinopril")).containsEntry("lisinopril", Terms.ORDINARY_BONUS);
        assertThat(terms("aspirin, lisinopril"))
                .containsEntry("lisinopril", Terms.BONUS)
                .containsEntry("Lisinopril", Terms.BONUS);
    }

    @Test
    void takesKeywordsAsTheyAreWritten() {
        assertThat(Terms.ofKeywords(List.of("whether", "New York", "  the   long\tway ", "iPhone", "3")))
                .containsOnlyKeys("whether", "Whether", "New York", "the long way", "The long way", "iPhone", "3")
                .allSatisfy((term, bonus) -> assertThat(bonus).isEqualTo(Terms.BONUS));
    }

    @Test
    void ignoresBlankKeywordsAndKeepsTheLastOfTooMany() {
        assertThat(Terms.ofKeywords(List.of("", "  "))).isEmpty();
        assertThat(Terms.ofKeywords(IntStream.range(0, Terms.MAX_TERMS + 5)
                        .mapToObj(i -> "Word" + i)
                        .toList()))
                .hasSize(Terms.MAX_TERMS)
                .doesNotContainKey("Word4");
    }

    @Test
    void countsAKeywordOnceThoughItIsAlsoTriedWithACapital() {
        List<String> some = IntStream.range(0, 300).mapToObj(i -> "word" + i).toList();
        assertThat(Terms.ofKeywords(some)).hasSize(600).containsKeys("word0", "Word0", "word299", "Word299");
        List<String> many = IntStream.range(0, Terms.MAX_TERMS + 5)
                .mapToObj(i -> "word" + i)
                .toList();
        assertThat(Terms.ofKeywords(many))
                .hasSize(2 * Terms.MAX_TERMS)
                .containsKeys("word5", "Word5")
                .doesNotContainKeys("word4", "Word4");
    }

    @Test
    void countsATermOfThePromptOnceThoughItIsAlsoTriedWithACapital() {
        String prompt = IntStream.range(0, Terms.MAX_TERMS)
                .mapToObj(i -> "lisinopril" + (char) ('a' + i / 26) + (char) ('a' + i % 26))
                .collect(Collectors.joining(", "));
        assertThat(terms(prompt)).hasSize(2 * Terms.MAX_TERMS).containsKeys("lisinoprilaa", "Lisinoprilaa");
    }

    @Test
    void decidesByTheFirstWordWhetherAKeywordIsAlsoTriedWithACapital() {
        assertThat(Terms.ofKeywords(List.of("the New York office", "eBay account", "\uD801\uDC28x")))
                .containsOnlyKeys(
                        "the New York office", "The New York office", "eBay account", "\uD801\uDC28x", "\uD801\uDC00x");
    }

    @Test
    void findsNoTermWithoutALetterOrDigit() {
        assertThat(terms("")).isEmpty();
        assertThat(terms(" \n ,;-- ... ¿? !!! \u0000 \uFFFF")).isEmpty();
    }

    @Test
    void keepsTheLastTermsOfTooMany() {
        String prompt = IntStream.range(0, Terms.MAX_TERMS + 10)
                .mapToObj(i -> "Zyx" + i + "Qw")
                .collect(Collectors.joining(", "));
        assertThat(terms(prompt))
                .hasSize(Terms.MAX_TERMS)
                .containsKey("Zyx409Qw")
                .doesNotContainKey("Zyx9Qw");
    }
}
