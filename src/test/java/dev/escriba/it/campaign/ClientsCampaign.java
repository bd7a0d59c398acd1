package dev.escriba.it.campaign;

import static org.assertj.core.api.Assertions.assertThat;

import dev.escriba.Await;
import dev.escriba.it.support.Service;
import dev.escriba.it.support.UberJar;
import dev.escriba.media.MediaFixture;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Many clients that are idle, slow, busy, or gone. It runs by {@code mvn verify -Pcampaign}. */
class ClientsCampaign {

    private static final int IDLE = 300;
    private static final int SLOW = 64;
    private static final int BUSY = 64;
    private static final int GONE = 200;
    private static final Duration LOAD = Duration.ofSeconds(60);

    /** A second on two cores with little other work. Without threads of its own, a check would wait for minutes. */
    private static final Duration LONGEST_CHECK = Duration.ofSeconds(5);

    private UberJar jar;

    @BeforeEach
    void begin() throws Exception {
        jar = UberJar.start(CampaignClients.home("clients"), "clients.log", CampaignClients.options());
        CampaignClients.credit(jar);
    }

    @AfterEach
    void end() {
        jar.kill();
    }

    @Test
    void idleSlowAndBusyClientsKeepNobodyFromHealthAndBusyOnesFromTheirAnswers() throws Exception {
        List<Socket> sockets = new ArrayList<>();
        try {
            for (int i = 0; i < IDLE; i++) {
                sockets.add(connect());
            }
            for (int i = 0; i < SLOW; i++) {
                Socket socket = connect();
                socket.getOutputStream().write(head(10_000_000).getBytes(StandardCharsets.US_ASCII));
                sockets.add(socket);
            }
            BooleanSupplier lasting = CampaignClients.lasting(LOAD);
            CompletableFuture<Long> health = CompletableFuture.supplyAsync(() -> longestCheck(lasting));
            CompletableFuture<Void> drip = CompletableFuture.runAsync(() -> drip(sockets, lasting));
            Map<Integer, Integer> answers = CampaignClients.sendWhile(jar, BUSY, MediaFixture.ENGLISH, lasting);
            System.out.println(IDLE + " idle, " + SLOW + " slow, " + BUSY + " busy: " + answers
                    + ", longest health check " + health.get() + " ms");
            drip.get();
            assertThat(answers).containsKey(200).doesNotContainKey(CampaignClients.CUT);
            assertThat(health.get()).isLessThan(LONGEST_CHECK.toMillis());
        } finally {
            for (Socket socket : sockets) {
                socket.close();
            }
        }
        CampaignClients.checkThatItTranscribes(jar, MediaFixture.ENGLISH);
        CampaignClients.checkBooks(jar);
    }

    @Test
    void twoHundredClientsThatHangUpLeaveNothing() throws Exception {
        byte[] recording = Files.readAllBytes(MediaFixture.ENGLISH);
        byte[] body =
                Service.stream(Service.Part.file("File", MediaFixture.ENGLISH)).readAllBytes();
        assertThat(body.length).isGreaterThan(recording.length);
        Await.atOnce(20, () -> {
            for (int i = 0; i < GONE / 20; i++) {
                try (Socket socket = connect()) {
                    OutputStream out = socket.getOutputStream();
                    out.write(head(body.length).getBytes(StandardCharsets.US_ASCII));
                    // half of them go while they send, the others while the service recognises
                    out.write(body, 0, i % 2 == 0 ? body.length / 2 : body.length);
                    out.flush();
                } catch (IOException refusedEarly) {
                    // an answer before the end of the body closes the connection
                }
            }
            return null;
        });
        CampaignClients.checkThatItTranscribes(jar, MediaFixture.ENGLISH);
        CampaignClients.checkBooks(jar);
        assertThat(jar.log().lines().filter(line -> line.contains("SEVERE"))).isEmpty();
        System.out.println(GONE + " clients hung up; running processes: " + jar.children());
        assertThat(jar.children()).isZero();
    }

    private Socket connect() throws IOException {
        URI base = CampaignClients.service(jar).base();
        return new Socket(base.getHost(), base.getPort());
    }

    private static String head(long length) {
        return "POST /api/v2/Audio/transcribe HTTP/1.1\r\nHost: localhost\r\nX-API-KEY: " + CampaignClients.KEY
                + "\r\nContent-Type: " + Service.contentType() + "\r\nContent-Length: " + length + "\r\n\r\n";
    }

    /** Sends a byte on each slow connection every second. */
    private static void drip(List<Socket> sockets, BooleanSupplier lasting) {
        try {
            while (lasting.getAsBoolean()) {
                for (Socket socket : sockets.subList(IDLE, sockets.size())) {
                    try {
                        socket.getOutputStream().write('-');
                    } catch (IOException closed) {
                        // the service has ended the slow upload, as it should
                    }
                }
                // a slow client is the subject
                Thread.sleep(1_000);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private long longestCheck(BooleanSupplier lasting) {
        long longest = 0;
        try {
            while (lasting.getAsBoolean()) {
                long begin = System.nanoTime();
                int status = CampaignClients.service(jar).get("/health/live").statusCode();
                longest = Math.max(longest, (System.nanoTime() - begin) / 1_000_000);
                assertThat(status).isEqualTo(200);
                Thread.sleep(200);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return longest;
    }
}
