package dev.escriba.transcription.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.escriba.billing.control.Prices;
import dev.escriba.culture.entity.Culture;
import dev.escriba.media.MediaFixture;
import dev.escriba.media.control.MediaDecoder;
import dev.escriba.media.control.MediaProbe;
import dev.escriba.media.control.Sniffer;
import dev.escriba.media.entity.PcmStream;
import dev.escriba.media.entity.Upload;
import dev.escriba.models.control.Models;
import dev.escriba.models.entity.AiModel;
import dev.escriba.models.entity.Price;
import dev.escriba.problem.entity.Problem;
import dev.escriba.schema.Databases;
import dev.escriba.security.control.ApiKeys;
import dev.escriba.security.entity.Account;
import dev.escriba.security.entity.ApiKey;
import dev.escriba.security.entity.Caller;
import dev.escriba.security.entity.Role;
import dev.escriba.speech.control.ScriptedEngine;
import dev.escriba.speech.control.SpeechRecognition;
import dev.escriba.speech.entity.Recognition;
import dev.escriba.speech.entity.RecognitionRequest;
import dev.escriba.transcription.entity.Execution;
import dev.escriba.transcription.entity.Instance;
import dev.escriba.transcription.entity.InstanceState;
import dev.escriba.transcription.entity.Order;
import jakarta.persistence.EntityManager;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A run with real media and real databases, and an engine that does as it is told. */
class TranscriptionRunTest {

    private static final Instant NOW = Instant.parse("2026-03-29T01:30:00.123456Z");

    private final ScriptedEngine engine = new ScriptedEngine("scripted", Set.of("en", "es"));
    private final AiModel model = new AiModel(
            Models.DETECTING,
            "Scripted",
            "Escriba",
            "scripted",
            List.of("en", "es"),
            true,
            "MIT",
            new Price(new BigDecimal("0.006"), BigDecimal.ZERO, new BigDecimal("10")));
    private EntityManager entities;
    private Caller caller;

    @ParameterizedTest
    @MethodSource("dev.escriba.schema.Databases#all")
    void aRunThatAnswersIsStoredWithWhatItCost(Databases.Database database) throws IOException {
        TranscriptionRun run = runOn(database);
        engine.says("es", "buenos días");
        Execution execution = transcribe(run);
        assertThat(execution.recognition().text()).isEqualTo("buenos días");
        assertThat(execution.cost().prompt()).isEqualByComparingTo("0.000312");
        assertThat(execution.cost().completion()).isEqualByComparingTo("0.00002");
        assertThat(row(execution.instanceId()))
                .containsExactly(
                        "SUCCEEDED",
                        caller.accountId(),
                        "es",
                        "buenos días",
                        3_125_000_000L,
                        2,
                        "ana",
                        null,
                        micros(),
                        micros());
    }

    @ParameterizedTest
    @MethodSource("dev.escriba.schema.Databases#all")
    void anEngineThatFailsLeavesAFailedInstanceThatOwesNothing(Databases.Database database) {
        TranscriptionRun run = runOn(database);
        engine.fails(new IllegalStateException("out of order"));
        assertThatThrownBy(() -> transcribe(run)).isInstanceOf(IllegalStateException.class);
        assertThat(onlyFailure()).isEqualTo("unexpected");
        engine.fails(Problem.of(502, "problem.502"));
        assertThatThrownBy(() -> transcribe(run)).isInstanceOf(Problem.class);
        assertThat(states()).containsOnly(InstanceState.FAILED.name());
        assertThat(sum("completion_cost") + sum("prompt_cost")).isEqualTo("nullnull");
    }

    @ParameterizedTest
    @MethodSource("dev.escriba.schema.Databases#all")
    void anUnknownModelIsRefusedBeforeAnythingIsStored(Databases.Database database) throws IOException {
        TranscriptionRun run = runOn(database);
        Order order = new Order(Optional.of(UUID.randomUUID()), "", Optional.empty(), Optional.empty(), Culture.EN);
        try (Upload upload = upload()) {
            assertThatThrownBy(() -> run.run(caller, order, upload))
                    .isInstanceOfSatisfying(Problem.class, problem -> assertThat(problem.status())
                            .isEqualTo(404));
        }
        assertThat(states()).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("dev.escriba.schema.Databases#all")
    void whatADeadProcessLeftRunningIsFailedAtTheNextStart(Databases.Database database) throws IOException {
        TranscriptionRun run = runOn(database);
        Execution done = transcribe(run);
        engine.fails(new IllegalStateException());
        Instance left;
        try (Upload upload = upload()) {
            left = new Instance(
                    caller,
                    model,
                    order(),
                    run.probe.probe(upload),
                    upload.size(),
                    MediaFixture.data().node(),
                    NOW);
        }
        inTransaction(() -> run.instances.begin(left));
        inTransaction(() -> run.instances.recover(new Object()));
        assertThat(states()).containsExactlyInAnyOrder("SUCCEEDED", "FAILED");
        assertThat(row(done.instanceId()).get(0)).isEqualTo("SUCCEEDED");
    }

    @ParameterizedTest
    @MethodSource("dev.escriba.schema.Databases#all")
    void aStoredKeyIsFoundByItsSecretOnly(Databases.Database database) {
        runOn(database);
        assertThat(keys().findCaller(SECRET)).contains(caller);
        assertThat(keys().findCaller(SECRET + "x")).isEmpty();
        assertThat(keys().findCaller("x".repeat(100_000))).isEmpty();
    }

    private static final String SECRET = "a secret of the tests alone";

    private TranscriptionRun runOn(Databases.Database database) {
        entities = database.entityManagers().createEntityManager();
        Account account = new Account("default", "USD", NOW);
        ApiKey key = new ApiKey(account, "test", SECRET, Set.of(Role.TRANSCRIBER), NOW);
        inTransaction(() -> entities.persist(account));
        inTransaction(() -> entities.persist(key));
        caller = key.caller();
        Instances instances = new Instances() {
            @Override
            public void begin(Instance instance) {
                inTransaction(() -> super.begin(instance));
            }

            @Override
            public void succeed(UUID id, Recognition recognition, dev.escriba.billing.entity.Cost cost) {
                inTransaction(() -> super.succeed(id, recognition, cost));
            }

            @Override
            public void fail(UUID id, String reason) {
                inTransaction(() -> super.fail(id, reason));
            }
        };
        instances.entities = entities;
        instances.clock = Clock.fixed(NOW, ZoneOffset.UTC);
        instances.data = MediaFixture.data();
        TranscriptionRun run = new TranscriptionRun();
        run.work = new WorkInProgress();
        run.work = new WorkInProgress();
        run.models = new Models(List.of(model));
        run.probe = new MediaProbe(new Sniffer(List.of("wav")), MediaFixture.ffmpeg(), Duration.ofSeconds(30));
        run.decoder = new MediaDecoder(MediaFixture.ffmpeg());
        run.speech = new SpeechRecognition() {
            @Override
            public Recognition recognize(String name, RecognitionRequest request, Supplier<PcmStream> audio)
                    throws InterruptedException {
                try (PcmStream stream = audio.get()) {
                    return engine.recognize(stream, request);
                }
            }
        };
        run.prices = new Prices("USD");
        run.instances = instances;
        run.data = MediaFixture.data();
        run.clock = Clock.fixed(NOW, ZoneOffset.UTC);
        return run;
    }

    private Execution transcribe(TranscriptionRun run) throws IOException {
        try (Upload upload = upload()) {
            return run.run(caller, order(), upload);
        }
    }

    private static Order order() {
        return new Order(Optional.empty(), "", Optional.of("ana"), Optional.empty(), Culture.EN);
    }

    private static Upload upload() throws IOException {
        Path copy = Files.copy(
                MediaFixture.ENGLISH,
                Path.of("target", UUID.randomUUID() + ".upload").toAbsolutePath());
        return new Upload(copy, Files.size(copy), "fox.wav");
    }

    private ApiKeys keys() {
        return new ApiKeys(entities);
    }

    private void inTransaction(Runnable step) {
        boolean nested = entities.getTransaction().isActive();
        if (!nested) {
            entities.getTransaction().begin();
        }
        step.run();
        if (!nested) {
            entities.getTransaction().commit();
            entities.clear();
        }
    }

    private static long micros() {
        return NOW.getEpochSecond() * 1_000_000 + NOW.getNano() / 1_000;
    }

    private List<Object> row(UUID id) {
        Object[] columns = (Object[]) entities.createNativeQuery(
                        "select state, account_id, language, transcript, duration_nanos, completion_tokens, user_identifier, failure,"
                                + " started_at, finished_at from instance where id = ?")
                .setParameter(1, id.toString())
                .getSingleResult();
        return java.util.Arrays.asList(columns);
    }

    private List<String> states() {
        List<?> states =
                entities.createNativeQuery("select state from instance").getResultList();
        return states.stream().map(String::valueOf).toList();
    }

    private Object onlyFailure() {
        return entities.createNativeQuery("select failure from instance").getSingleResult();
    }

    private String sum(String column) {
        return String.valueOf(entities.createNativeQuery("select sum(" + column + ") from instance")
                .getSingleResult());
    }
}
