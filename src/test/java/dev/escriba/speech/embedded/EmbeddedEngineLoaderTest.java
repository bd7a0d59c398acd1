package dev.escriba.speech.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.escriba.Await;
import dev.escriba.models.entity.ModelDirectory;
import dev.escriba.problem.entity.Problem;
import dev.escriba.settings.entity.CannotStart;
import dev.escriba.speech.control.MemoryPcm;
import dev.escriba.speech.control.Samples;
import dev.escriba.speech.control.SpeechRecognition;
import dev.escriba.speech.entity.RecognitionRequest;
import dev.escriba.speech.model.ModelFamily;
import dev.escriba.speech.model.SpeechModel;
import dev.escriba.speech.moonshine.MoonshineFamily;
import dev.escriba.speech.moonshine.MoonshineFixture;
import dev.escriba.storage.control.DataDirectory;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(360)
class EmbeddedEngineLoaderTest {

    private static final RecognitionRequest ENGLISH = new RecognitionRequest(Set.of("en"), "");

    /** Where the models are prepared once for all tests: that takes seconds. */
    private static final DataDirectory PREPARED = MoonshineFixture.data();

    /** An empty one. */
    @TempDir
    Path directory;

    private static ModelDirectory model(UUID id, Path path, String language, String family) {
        return new ModelDirectory(path, id, "a model", "Test", language, "none", family, false);
    }

    @Test
    void becomesReadyOnlyAfterTheSelfCheck() throws Exception {
        LoadedSpeech loaded = LoadedSpeech.begin(
                directory, LoadedSpeech.MODELS.stream().map(ModelDirectory::at).toList());
        SpeechRecognition recognition = loaded.recognition();
        assertThat(recognition.readiness().isUp()).isFalse();
        assertThatThrownBy(() -> recognition.recognize("embedded", ENGLISH, () -> new MemoryPcm(new float[10])))
                .isInstanceOfSatisfying(
                        Problem.class, busy -> assertThat(busy.status()).isEqualTo(503));

        await(() -> recognition.readiness().isUp());

        assertThat(loaded.engine().languages()).containsExactlyInAnyOrder("en", "es");
        float[] samples = Samples.speech("en");
        assertThat(recognition
                        .recognize("embedded", ENGLISH, () -> new MemoryPcm(samples))
                        .text())
                .containsIgnoringCase("weather");
        loaded.close();
        assertThat(recognition.readiness().isUp()).isFalse();
    }

    @Test
    void staysDownWithAReasonWhenAModelDoesNotLoad() throws Exception {
        Path missing = directory.resolve("missing");
        try (LoadedSpeech loaded =
                LoadedSpeech.begin(directory, List.of(model(UUID.randomUUID(), missing, "en", "moonshine")))) {
            await(() -> loaded.recognition().readiness().reason().orElse("").contains("missing"));

            assertThat(loaded.recognition().readiness().isUp()).isFalse();
        }
    }

    @Test
    void refusesAnUnknownFamily() {
        Path path = LoadedSpeech.MODELS.get(0);
        assertThatThrownBy(
                        () -> LoadedSpeech.begin(directory, List.of(model(UUID.randomUUID(), path, "en", "moonshiny"))))
                .isInstanceOf(CannotStart.class)
                .hasMessageContainingAll(path.toString(), "moonshiny", "[moonshine]");
    }

    @Test
    void usesTheNamedModelOrTheFirstOfEachLanguage() throws Exception {
        Path tiny = LoadedSpeech.MODELS.get(0);
        ModelDirectory first = model(UUID.randomUUID(), tiny, "en", "moonshine");
        ModelDirectory second = model(UUID.randomUUID(), tiny, "en", "moonshine");
        try (LoadedSpeech loaded = LoadedSpeech.begin(PREPARED.root(), List.of(first, second))) {
            await(() -> loaded.recognition().readiness().isUp());
            EmbeddedEngine engine = (EmbeddedEngine) loaded.engine();
            List<InstalledModel> installed = engine.installed();

            assertThat(installed).extracting(InstalledModel::id).containsExactly(first.id(), second.id());
            assertThat(engine.candidates(ENGLISH))
                    .containsExactly(installed.get(0).model());
            assertThat(engine.candidates(named(second.id())))
                    .containsExactly(installed.get(1).model());
            assertThat(engine.recognize(new MemoryPcm(Samples.speech("en")), named(second.id()))
                            .text())
                    .containsIgnoringCase("weather");
        }
    }

    @Test
    void loadsALazyModelAtItsFirstUse() throws Exception {
        ModelDirectory first = model(UUID.randomUUID(), LoadedSpeech.MODELS.get(0), "en", "moonshine");
        ModelDirectory lazy = new ModelDirectory(
                LoadedSpeech.MODELS.get(0), UUID.randomUUID(), "lazy", "Test", "en", "none", "moonshine", true);
        List<ModelDirectory> opened = new CopyOnWriteArrayList<>();
        ModelFamily family = new CountingFamily(new MoonshineFamily(PREPARED), opened);
        try (EmbeddedModels models = EmbeddedModels.load(List.of(first, lazy), Map.of("moonshine", family), PREPARED)) {
            assertThat(opened).containsExactly(first);

            SpeechModel model = models.candidates(named(lazy.id())).get(0);
            assertThat(model.knowsWords()).isTrue();
            assertThat(opened).as("its files tell whether it knows words").containsExactly(first);
            assertThat(model.transcribe(Samples.speech("en")).text()).containsIgnoringCase("weather");
            assertThat(model.countTokens("weather")).isPositive();

            assertThat(opened).containsExactly(first, lazy);
        }
    }

    @Test
    void loadsALazyModelAtTheStartWhenItIsTheOnlyOneOfItsLanguage() {
        ModelDirectory lazy = new ModelDirectory(
                LoadedSpeech.MODELS.get(0), UUID.randomUUID(), "lazy", "Test", "en", "none", "moonshine", true);
        List<ModelDirectory> opened = new CopyOnWriteArrayList<>();
        ModelFamily family = new CountingFamily(new MoonshineFamily(PREPARED), opened);
        EmbeddedModels.load(List.of(lazy), Map.of("moonshine", family), PREPARED)
                .close();
        assertThat(opened).containsExactly(lazy);
    }

    /** Remembers the directories whose models it opens. */
    private record CountingFamily(ModelFamily family, List<ModelDirectory> opened) implements ModelFamily {
        @Override
        public String name() {
            return family.name();
        }

        @Override
        public boolean knowsWords(ModelDirectory model) {
            return family.knowsWords(model);
        }

        @Override
        public SpeechModel open(ModelDirectory model) {
            opened.add(model);
            return family.open(model);
        }
    }

    private static RecognitionRequest named(UUID model) {
        return new RecognitionRequest(Optional.of(model), Set.of("en"), "", "", Duration.ZERO);
    }

    private static void await(Await.Condition<RuntimeException> condition) throws InterruptedException {
        Await.until("state", Duration.ofMinutes(5), condition);
    }
}
