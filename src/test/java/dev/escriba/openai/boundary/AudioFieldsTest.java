package dev.escriba.openai.boundary;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.escriba.openai.entity.AudioRequest;
import dev.escriba.openai.entity.ResponseFormat;
import dev.escriba.openai.entity.Task;
import dev.escriba.problem.entity.Problem;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AudioFieldsTest {

    @Test
    void aModelIsEnough() {
        AudioRequest request = read("model=whisper-1");
        assertThat(request.model()).isEqualTo("whisper-1");
        assertThat(request.format()).isEqualTo(ResponseFormat.JSON);
        assertThat(request.segments()).isTrue();
        assertThat(request.languages()).isEmpty();
        assertThat(request.keywords()).isEmpty();
        assertThat(request.prompt()).isEmpty();
        assertThat(request.stream() || request.logprobs() || request.words() || request.separateChannels())
                .isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"languages[]", "languages", "languages[0]"})
    void aListIsARepeatedPart(String name) {
        assertThat(read("model=m", name + "=en", name + "=ES").languages()).containsExactlyInAnyOrder("en", "es");
    }

    @Test
    void allFieldsAreRead() {
        AudioRequest request = read(
                "model=m",
                "response_format=verbose_json",
                "timestamp_granularities[]=word",
                "language=es",
                "prompt=Ana",
                "keywords[]=Escriba",
                "keywords[]=Moonshine AI",
                "temperature=0.2",
                "stream=false",
                "chunking_strategy=auto",
                "user=ana");
        assertThat(request.words()).isTrue();
        assertThat(request.segments()).isFalse();
        assertThat(request.languages()).containsExactly("es");
        assertThat(request.languageField()).isEqualTo("language");
        assertThat(request.keywords()).containsExactly("Escriba", "Moonshine AI");
        assertThat(request.user()).contains("ana");
    }

    @Test
    void bothGranularitiesAreGiven() {
        AudioRequest request = read(
                "model=m",
                "response_format=verbose_json",
                "timestamp_granularities[]=word",
                "timestamp_granularities[]=segment");
        assertThat(request.words() && request.segments()).isTrue();
    }

    @Test
    void aStreamHasTheWordsStored() {
        AudioRequest request = read("model=m", "stream=true", "timestamp_granularities[]=word");
        assertThat(request.words() && request.stream()).isTrue();
    }

    @Test
    void speakersAreNamedInOrder() {
        AudioRequest request = read(
                "model=m",
                "response_format=diarized_json",
                "known_speaker_names[]=Zoe",
                "known_speaker_names[]=Ana",
                "stream=true");
        assertThat(request.speakers()).containsExactly("Zoe", "Ana");
        assertThat(request.separateChannels()).isTrue();
        assertThat(request.stream()).isTrue();
    }

    @Test
    void aHeaderNamesTheUserBeforeTheField() {
        Fields fields = fields("model=m", "user=field");
        AudioRequest request =
                new AudioFields(fields, Task.TRANSCRIBE, 100).read(Optional.of("header"), Optional.of("phone"));
        assertThat(request.user()).contains("header");
        assertThat(request.channel()).contains("phone");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "chunking_strategy={\"type\":\"server_vad\"}",
                "chunking_strategy={\"type\":\"server_vad\",\"threshold\":0.5,\"silence_duration_ms\":200}",
                "chunking_strategy[type]=server_vad",
                "chunking_strategy=null",
                "chunking_strategy=server_vad",
                "bogus_param=1",
                "stream=null",
                "stream=",
                "language=",
                "temperature=1",
                "temperature=0",
                "channels=separate",
                "channels=mixed",
                "language=pt-BR",
                "known_speaker_names[]=",
                "keywords[]= Escriba ",
                "language=yue"
            })
    void theseAreAccepted(String field) {
        assertThat(read("model=m", field).model()).isEqualTo("m");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "response_format=xml | response_format | openai.choice",
                "response_format=JSON | response_format | openai.choice",
                "temperature=1.1 | temperature | openai.number",
                "temperature=-1 | temperature | openai.number",
                "temperature=warm | temperature | openai.number",
                "temperature=NaN | temperature | openai.number",
                "temperature=1e-999999999999 | temperature | openai.number",
                "stream=yes | stream | openai.choice",
                "stream=true&response_format=text | stream | openai.only-with",
                "stream=true&response_format=srt | stream | openai.only-with",
                "stream=true&response_format=vtt | stream | openai.only-with",
                "stream=true&response_format=verbose_json | stream | openai.only-with",
                "include[]=words | include | openai.choice",
                "include[]=logprobs&response_format=verbose_json | include | openai.only-with",
                "timestamp_granularities[]=letter | timestamp_granularities | openai.choice",
                "timestamp_granularities[]=word | timestamp_granularities | openai.only-with",
                "timestamp_granularities[]=letter&stream=true | timestamp_granularities | openai.choice",
                "language=es&languages[]=en | languages | openai.not-with",
                "language=e | language | openai.language",
                "language=english | language | openai.language",
                "language=e\u202Es | language | openai.language",
                "language=<b> | language | openai.language",
                "languages[]=en&languages[]={0} | languages | openai.language",
                "languages[]=e1 | languages | openai.language",
                "keywords[]=<b> | keywords | openai.keyword",
                "'keywords[]=two\nlines' | keywords | openai.keyword",
                "known_speaker_names[]=Ana&known_speaker_names[]= &known_speaker_names[]=Zoe&response_format=diarized_json | known_speaker_names | openai.speakers",
                "known_speaker_names[]=&known_speaker_names[]=Zoe&response_format=diarized_json | known_speaker_names | openai.speakers",
                "chunking_strategy=manual | chunking_strategy | openai.choice",
                "chunking_strategy={no json | chunking_strategy | openai.choice",
                "chunking_strategy=[] | chunking_strategy | openai.choice",
                "chunking_strategy={} | chunking_strategy[type] | openai.choice",
                "chunking_strategy={\"type\":\"manual\",\"type\":\"server_vad\"} | chunking_strategy | openai.choice",
                "chunking_strategy={\"type\":\"server_vad\"} {} | chunking_strategy | openai.choice",
                "chunking_strategy[threshold]=0.5 | chunking_strategy[type] | openai.choice",
                "chunking_strategy[type]=server_vad&chunking_strategy[threshold]=2 | chunking_strategy[threshold] | openai.number",
                "chunking_strategy[type]=server_vad&chunking_strategy[threshold]=0.9 | chunking_strategy[threshold] | openai.not-supported",
                "known_speaker_references[]=data:audio/wav;base64,AA | known_speaker_references | openai.not-supported",
                "known_speaker_names[]=Ana | known_speaker_names | openai.only-with",
                "channels=both | channels | openai.choice"
            })
    void wrongValuesAreRefusedByName(String form, String param, String key) {
        String[] fields = ("model=m&" + form).split("&", -1);
        assertThatExceptionOfType(Problem.class)
                .isThrownBy(() -> read(fields))
                .satisfies(problem -> assertThat(problem.errors()).containsOnlyKeys(param))
                .satisfies(problem -> assertThat(problem.kind()).isEqualTo(key));
    }

    @Test
    void aLongObjectOrADeepOneIsRefused() {
        refuses("chunking_strategy", "chunking_strategy={\"a\":" + "[".repeat(100_000));
        refuses("chunking_strategy", "chunking_strategy={\"a\":" + "[".repeat(900));
        refuses("chunking_strategy", "chunking_strategy={\"type\":\"server_vad\"}" + " ".repeat(1_000) + "x");
    }

    @Test
    void aLongLanguageIsRefused() {
        refuses("language", "language=" + "en-".repeat(100_000));
    }

    @ParameterizedTest
    @ValueSource(strings = {"\n", "\r\n", "\r"})
    void aKeywordWithALineBreakAtItsEndIsRefused(String end) {
        refuses("keywords", "keywords[]=Escriba" + end);
        refuses("keywords", "keywords[]=" + end + "Escriba");
    }

    @Test
    void anErrorOfAHeaderNamesTheHeader() {
        AudioFields fields = new AudioFields(fields("model=m", "user=ana"), Task.TRANSCRIBE, 100);
        Optional<String> user = Optional.of("u".repeat(257));
        assertThatExceptionOfType(Problem.class)
                .isThrownBy(() -> fields.read(user, Optional.empty()))
                .satisfies(problem -> assertThat(problem.errors()).containsOnlyKeys("X-User-Identifier"));
    }

    @Test
    void mixedChannelsMayBeAskedForWithSpeakersToo() {
        assertThat(read("model=m", "response_format=diarized_json", "channels=mixed")
                        .separateChannels())
                .isFalse();
        assertThat(read("model=m", "channels=separate").separateChannels()).isTrue();
    }

    @Test
    void aModelIsRequired() {
        assertThatExceptionOfType(Problem.class)
                .isThrownBy(() -> read("language=en"))
                .satisfies(problem -> assertThat(problem.errors()).containsOnlyKeys("model"));
    }

    @Test
    void textsHaveLimits() {
        refuses("prompt", "prompt=" + "p".repeat(101));
        refuses("prompt", "prompt=a\u202Eb");
        assertThat(read("model=m", "prompt=a\u00A0b").prompt()).isEqualTo("a\u00A0b");
        refuses("user", "user=a\u00A0b");
        refuses("user", "user=\u00A0");
        refuses("known_speaker_names", "response_format=diarized_json", "known_speaker_names[]=A\u00A0B");
        refuses("keywords", "keywords[]=" + "k".repeat(60), "keywords[]=" + "k".repeat(60));
        refuses("user", "user=" + "u".repeat(257));
        refuses("user", "user=a\nb");
    }

    @Test
    void fiveSpeakersOrTwoOfOneNameAreRefused() {
        String format = "response_format=diarized_json";
        String[] five = {
            format,
            "known_speaker_names=1",
            "known_speaker_names=2",
            "known_speaker_names=3",
            "known_speaker_names=4",
            "known_speaker_names=5"
        };
        refuses("known_speaker_names", five);
        refuses("known_speaker_names", format, "known_speaker_names=Ana", "known_speaker_names=Ana");
    }

    @Test
    void translationsHaveNoSpeakersAndNoStream() {
        AudioFields fields = new AudioFields(fields("model=m", "stream=true", "language=xx"), Task.TRANSLATE, 100);
        AudioRequest request = fields.read(Optional.empty(), Optional.empty());
        assertThat(request.stream()).isFalse();
        assertThat(request.languages()).isEmpty();
        AudioFields diarized = new AudioFields(fields("model=m", "response_format=diarized_json"), Task.TRANSLATE, 100);
        assertThatExceptionOfType(Problem.class).isThrownBy(() -> diarized.read(Optional.empty(), Optional.empty()));
    }

    private static void refuses(String param, String... form) {
        String[] fields = new String[form.length + 1];
        System.arraycopy(form, 0, fields, 1, form.length);
        fields[0] = "model=m";
        assertThatExceptionOfType(Problem.class)
                .isThrownBy(() -> read(fields))
                .satisfies(problem -> assertThat(problem.errors()).containsOnlyKeys(param));
    }

    private static AudioRequest read(String... form) {
        return new AudioFields(fields(form), Task.TRANSCRIBE, 100).read(Optional.empty(), Optional.empty());
    }

    private static Fields fields(String... form) {
        Fields fields = new Fields(AudioFields.NAMES);
        for (String part : form) {
            int equals = part.indexOf('=');
            fields.add(part.substring(0, equals), part.substring(equals + 1));
        }
        return fields;
    }
}
