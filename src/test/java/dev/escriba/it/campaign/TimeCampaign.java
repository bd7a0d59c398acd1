package dev.escriba.it.campaign;

import static org.assertj.core.api.Assertions.assertThat;

import dev.escriba.it.support.UberJar;
import dev.escriba.media.MediaFixture;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

/** Clocks that jump and processes that stand still. It runs by {@code mvn verify -Pcampaign}. */
class TimeCampaign {

    private static final Path SOURCE = Path.of("src/test/resources/shifted-clock.c");
    private static final Duration LOAD = Duration.ofSeconds(20);
    private static final Duration FROZEN = Duration.ofMinutes(3);
    private static final int CLIENTS = 4;

    private UberJar jar;

    @AfterEach
    void end() {
        if (jar != null) {
            jar.kill();
        }
    }

    @Test
    void aClockThatJumpsByADayAndBackLosesNoRun() throws Exception {
        Path home = CampaignClients.home("clock");
        Path library = shiftedClock(home);
        Path clock = home.resolve("shift");
        shift(clock, Duration.ZERO);
        jar = UberJar.startAfter(
                "export LD_PRELOAD=" + library + " CLOCK_SHIFT=" + clock, home, "clock.log", CampaignClients.options());
        CampaignClients.credit(jar);
        for (int days : new int[] {1, -1, 45, 0}) {
            BooleanSupplier lasting = CampaignClients.lasting(LOAD);
            CompletableFuture<Void> change = CompletableFuture.runAsync(() -> {
                try {
                    Thread.sleep(LOAD.toMillis() / 3);
                    shift(clock, Duration.ofDays(days));
                } catch (IOException | InterruptedException e) {
                    throw new IllegalStateException(e);
                }
            });
            Map<Integer, Integer> answers = CampaignClients.sendWhile(jar, CLIENTS, MediaFixture.ENGLISH, lasting);
            change.get();
            System.out.println("clock " + days + " days: " + answers);
            assertThat(answers).containsKey(200).doesNotContainKey(CampaignClients.CUT);
        }
        CampaignClients.checkThatItTranscribes(jar, MediaFixture.ENGLISH);
        CampaignClients.checkBooks(jar);
    }

    /** A library that shifts the clock of a process. libfaketime costs a start of the server many minutes. */
    private static Path shiftedClock(Path home) throws IOException, InterruptedException {
        Assumptions.assumeTrue(Files.exists(Path.of("/usr/bin/gcc")), "skipped: gcc is missing");
        Path library = home.resolve("shifted-clock.so");
        Process compiler = new ProcessBuilder(
                        "/usr/bin/gcc", "-O2", "-shared", "-fPIC", "-o", library.toString(), SOURCE.toString())
                .inheritIO()
                .start();
        assertThat(compiler.waitFor()).isZero();
        return library;
    }

    /** Writes into the file that the library has in its memory, and makes no new file. */
    private static void shift(Path file, Duration shift) throws IOException {
        ByteBuffer seconds = ByteBuffer.allocate(Long.BYTES).order(ByteOrder.nativeOrder());
        seconds.putLong(0, shift.toSeconds());
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            channel.write(seconds, 0);
        }
    }

    @Test
    void aServerThatStandsStillForThreeMinutesGoesOn() throws Exception {
        Path home = CampaignClients.home("frozen");
        jar = UberJar.start(home, "frozen.log", CampaignClients.options());
        CampaignClients.credit(jar);
        BooleanSupplier lasting = CampaignClients.lasting(FROZEN.plus(LOAD));
        CompletableFuture<Void> freeze = CompletableFuture.runAsync(() -> {
            try {
                Thread.sleep(3_000);
                jar.signal("STOP");
                Thread.sleep(FROZEN.toMillis());
                jar.signal("CONT");
            } catch (IOException | InterruptedException e) {
                throw new IllegalStateException(e);
            }
        });
        Map<Integer, Integer> answers = CampaignClients.sendWhile(jar, CLIENTS, MediaFixture.ENGLISH, lasting);
        freeze.get();
        System.out.println("server stopped for " + FROZEN.toMinutes() + " minutes: " + answers);
        CampaignClients.checkThatItTranscribes(jar, MediaFixture.ENGLISH);
        CampaignClients.checkBooks(jar);
        assertThat(answers).containsKey(200).doesNotContainKey(CampaignClients.CUT);
    }
}
