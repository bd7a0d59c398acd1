package dev.escriba.it.campaign;

import static org.assertj.core.api.Assertions.assertThat;

import dev.escriba.Await;
import dev.escriba.it.support.Answer;
import dev.escriba.it.support.PostgresServer;
import dev.escriba.it.support.Recordings;
import dev.escriba.it.support.Service;
import dev.escriba.it.support.UberJar;
import dev.escriba.media.MediaFixture;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * Two nodes on a PostgreSQL, and processes around them that the system stops for three minutes: a node, a session of
 * the database, the whole database, a decoder. It runs by {@code mvn verify -Pcampaign}.
 */
class FrozenCampaign {

    private static final Duration FROZEN = Duration.ofMinutes(3);
    private static final Duration BEFORE = Duration.ofSeconds(5);
    private static final Duration AFTER = Duration.ofSeconds(15);

    /** The limits of the shipped connection settings end what a frozen node holds, within this time. */
    private static final Duration UNTIL_FREE = Duration.ofSeconds(45);

    private static final int CLIENTS = 2;

    private static PostgresServer postgres;
    private static UberJar jar;
    private static UberJar other;

    @BeforeAll
    static void begin() throws Exception {
        Path home = CampaignClients.home("frozen");
        postgres = PostgresServer.create(home);
        jar = start(home.resolve("node-0"));
        other = start(home.resolve("node-1"));
        CampaignClients.credit(jar);
    }

    private static UberJar start(Path home) throws Exception {
        return UberJar.start(
                Files.createDirectories(home),
                "server.log",
                List.of(Path.of("server-config/payara-micro/postgresql.asadmin")),
                CampaignClients.options(
                        "-Xmx1g",
                        "-Describa.security.pepper=a-pepper-for-the-tests-of-this-build-alone",
                        "-Describa.database.url=" + postgres.url(),
                        "-Describa.database.user=" + PostgresServer.USER,
                        "-Describa.database.password=" + PostgresServer.PASSWORD));
    }

    @AfterAll
    static void end() throws Exception {
        for (UberJar one : Stream.of(jar, other).filter(one -> one != null).toList()) {
            one.kill();
        }
        if (postgres != null) {
            postgres.signal("CONT");
            postgres.close();
        }
    }

    @Test
    void aNodeThatStandsStillHoldsUpTheOtherForSecondsAtMost() throws Exception {
        CompletableFuture<Map<Integer, Integer>> ofTheFrozen = sending(jar, lasting(BEFORE, FROZEN, AFTER));
        CompletableFuture<Map<Integer, Integer>> atFirst = sending(other, lasting(BEFORE, UNTIL_FREE));
        TimeUnit.NANOSECONDS.sleep(BEFORE.toNanos());
        jar.signal("STOP");
        try {
            Map<Integer, Integer> first = atFirst.get();
            Map<Integer, Integer> later =
                    sending(other, lasting(FROZEN.minus(UNTIL_FREE))).get();
            System.out.println("a node stopped for " + FROZEN.toMinutes() + " minutes; the other answers in the first "
                    + UNTIL_FREE.toSeconds() + " s " + first + ", then " + later);
            assertThat(first).doesNotContainKey(CampaignClients.CUT);
            assertThat(later).containsOnlyKeys(200);
        } finally {
            jar.signal("CONT");
        }
        Map<Integer, Integer> answers = ofTheFrozen.get();
        System.out.println("the stopped node itself: " + answers);
        assertThat(answers).containsKey(200).doesNotContainKey(CampaignClients.CUT);
        recovers();
    }

    @Test
    void aSessionOfTheDatabaseThatStandsStillStopsNoNode() throws Exception {
        CompletableFuture<Map<Integer, Integer>> answers = sending(jar, lasting(BEFORE, FROZEN, AFTER));
        OptionalLong[] session = {OptionalLong.empty()};
        Await.until("session that writes", Duration.ofMinutes(1), () -> {
            session[0] = postgres.writingSession();
            return session[0].isPresent() && PostgresServer.signal(session[0].getAsLong(), "STOP");
        });
        try {
            TimeUnit.NANOSECONDS.sleep(FROZEN.toNanos());
        } finally {
            PostgresServer.signal(session[0].getAsLong(), "CONT");
        }
        System.out.println("a session stopped for " + FROZEN.toMinutes() + " minutes: " + answers.get());
        assertThat(answers.get()).containsKey(200).doesNotContainKey(CampaignClients.CUT);
        recovers();
    }

    @Test
    void aDatabaseThatStandsStillIsAnOutageThatEnds() throws Exception {
        CompletableFuture<Map<Integer, Integer>> answers = sending(jar, lasting(BEFORE, FROZEN, AFTER));
        TimeUnit.NANOSECONDS.sleep(BEFORE.toNanos());
        postgres.signal("STOP");
        try {
            Service service = CampaignClients.service(jar);
            Await.until(
                    "DOWN",
                    Duration.ofMinutes(2),
                    () -> service.get("/health/ready").statusCode() == 503);
            assertThat(service.get("/health/live").statusCode()).isEqualTo(200);
            TimeUnit.NANOSECONDS.sleep(FROZEN.toNanos());
        } finally {
            postgres.signal("CONT");
        }
        System.out.println("PostgreSQL stopped for " + FROZEN.toMinutes() + " minutes: " + answers.get());
        assertThat(answers.get()).containsKey(200).doesNotContainKey(CampaignClients.CUT);
        recovers();
    }

    @Test
    void aDecoderThatStandsStillEndsItsRunAlone() throws Exception {
        CompletableFuture<Map<Integer, Integer>> others = sending(jar, lasting(BEFORE, FROZEN));
        Path long15 = Recordings.minutes(15);
        // the others use the first node, so a decoder of the second one is that of the long recording
        CompletableFuture<HttpResponse<String>> run = CompletableFuture.supplyAsync(
                () -> CampaignClients.service(other).transcribe(Service.Part.file("File", long15)));
        Await.until("decoder", Duration.ofMinutes(1), () -> stopDecoder() || run.isDone());
        HttpResponse<String> answer = run.get(FROZEN.toSeconds(), TimeUnit.SECONDS);
        System.out.println("a decoder stopped: " + answer.statusCode() + "; the others: " + others.get());
        Answer.problem(answer, 503);
        assertThat(others.get()).containsKey(200).doesNotContainKey(CampaignClients.CUT);
        Await.until("end of the decoder", Duration.ofSeconds(30), () -> other.children() == 0);
        recovers();
    }

    private static boolean stopDecoder() throws IOException, InterruptedException {
        List<ProcessHandle> running =
                ProcessHandle.of(other.pid()).orElseThrow().descendants().toList();
        for (ProcessHandle one : running) {
            PostgresServer.signal(one.pid(), "STOP");
        }
        return !running.isEmpty();
    }

    private static CompletableFuture<Map<Integer, Integer>> sending(UberJar to, BooleanSupplier condition) {
        return CompletableFuture.supplyAsync(() -> {
            try {
                return CampaignClients.sendWhile(to, CLIENTS, MediaFixture.ENGLISH, condition);
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        });
    }

    private static BooleanSupplier lasting(Duration... times) {
        return CampaignClients.lasting(Stream.of(times).reduce(Duration.ZERO, Duration::plus));
    }

    private static void recovers() throws Exception {
        for (UberJar one : List.of(jar, other)) {
            CampaignClients.checkThatItTranscribes(one, MediaFixture.ENGLISH);
            CampaignClients.checkBooks(one);
        }
    }
}
