package dev.escriba.media.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.junit.jupiter.api.Assumptions.assumeFalse;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.escriba.media.MediaFixture;
import dev.escriba.media.entity.MediaFormat;
import dev.escriba.media.entity.Upload;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Runs a hostile child process and checks what the operating system forbids it. */
class ConfinementTest {

    private static final Duration LONG = Duration.ofMinutes(1);
    private static final ProcessTimeouts PATIENCE = new ProcessTimeouts(LONG, LONG, LONG);

    @TempDir
    Path directory;

    @Test
    void keepsAHostileFfmpegFromTheNetwork() throws Exception {
        try (ServerSocket listening = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Path ffmpeg = FfmpegBinary.packed(MediaFixture.data());
            String connecting = "LD_LIBRARY_PATH=" + ffmpeg.getParent() + " exec " + ffmpeg
                    + " -v quiet -nostdin -rw_timeout 2000000 -i tcp://127.0.0.1:" + listening.getLocalPort()
                    + " -f null -";
            Ffmpeg stub = FfmpegStub.in(directory, connecting);
            assumeFalse(stub.confinement().hasNetwork(), "no user namespaces on this machine: skipped");
            output(stub);
            listening.setSoTimeout(1);
            assertThatExceptionOfType(SocketTimeoutException.class).isThrownBy(listening::accept);
            // the same child succeeds without confinement
            Process free = new ProcessBuilder(directory.resolve("ffmpeg").toString()).start();
            listening.setSoTimeout(20_000);
            listening.accept().close();
            free.waitFor();
        }
    }

    @Test
    void givesTheChildNoPrivilegeAndNoWayToOne() throws IOException {
        Ffmpeg stub = FfmpegStub.in(directory, "cat /proc/self/status /proc/self/limits");
        Confinement confinement = stub.confinement();
        assumeTrue(confinement.setpriv().isPresent() && !confinement.hasNetwork(), "not on this machine: skipped");
        String status = output(stub);
        assertThat(status).containsPattern("NoNewPrivs:\\s+1").containsPattern("CapEff:\\s+0+\\n");
        if (Confinement.countsProcessesByNamespace(System.getProperty("os.version"))) {
            assertThat(status).containsPattern("Max processes\\s+128 ");
        }
        assertThat(status).containsPattern("Max file size\\s+0 ").containsPattern("Max open files\\s+64 ");
    }

    @Test
    void limitsPrivateMemoryAndNotAddressSpace() throws IOException {
        Ffmpeg stub = FfmpegStub.in(directory, "cat /proc/self/limits");
        assumeTrue(stub.confinement().prlimit().isPresent(), "not on this machine: skipped");
        assertThat(output(stub))
                .containsPattern("Max data size\\s+134217728 +134217728 ")
                .containsPattern("Max address space\\s+unlimited ");
    }

    @Test
    void isTheFirstToEndWhenMemoryRunsOut() throws IOException {
        Ffmpeg stub = FfmpegStub.in(directory, "cat /proc/self/oom_score_adj");
        assumeTrue(stub.confinement().choom().isPresent(), "not on this machine: skipped");
        assertThat(output(stub)).isEqualTo("1000\n");
    }

    @Test
    void raisesTheScoreOfAChildWhereChoomIsMissing() throws Exception {
        assumeTrue(Files.exists(Path.of("/proc/self/oom_score_adj")), "not on this machine: skipped");
        Process child = new ProcessBuilder("sleep", "60").start();
        try {
            assertThat(OomScore.raise(child.pid())).isTrue();
            assertThat(Files.readString(Path.of("/proc/" + child.pid() + "/oom_score_adj")))
                    .isEqualTo("1000\n");
            assertThat(OomScore.raise(directory.resolve("absent").resolve("oom_score_adj")))
                    .isFalse();
        } finally {
            child.destroyForcibly();
        }
    }

    @Test
    void usesTheNextBestWhereALayerIsNotAllowed() {
        List<Confinement> available = Confinement.available();
        assertThat(available.get(available.size() - 1).prefix(1, 1)).isEmpty();
        assertThat(available).doesNotHaveDuplicates();
        assumeFalse(available.get(0).hasNetwork(), "no unshare on this machine: skipped");
        assertThat(available.get(1))
                .isEqualTo(new Confinement(
                        available.get(0).choom(),
                        available.get(0).setsid(),
                        Optional.empty(),
                        available.get(0).setpriv(),
                        available.get(0).prlimit()));
        // the limit would count the threads of this server
        assertThat(available.get(1).prefix(1, 1)).noneMatch(argument -> argument.startsWith("--nproc"));
    }

    @Test
    void takesNoConfinementInWhichARecordingCannotBeRead() throws IOException {
        Path blind = FfmpegStub.script(
                directory,
                "case \"$*\" in *-version*) echo ffmpeg version stub; exit 0;; esac\n"
                        // as if only a root user of the whole machine could enter a directory of the path
                        + "test \"$(readlink /proc/self/ns/net)\" = \"$(readlink /proc/"
                        + ProcessHandle.current().pid()
                        + "/ns/net)\"");
        Ffmpeg ffmpeg = new Ffmpeg(MediaFixture.data(), MediaFixture.settings("ffmpeg", blind.toString()));
        assertThat(ffmpeg.confinement().hasNetwork()).isTrue();
    }

    @Test
    void blamesNoUploadForExhaustedNamespaces() {
        assertThatIllegalStateException()
                .isThrownBy(() -> ExitCode.requireStarted(1, "unshare: unshare failed: No space left on device\n"));
        ExitCode.requireStarted(1, "[mp3 @ 0x1] unshare: nothing\n");
    }

    @ParameterizedTest
    @CsvSource({
        "6.18.44-fc, true",
        "5.14.0-427.el9.x86_64, true",
        "5.13.9, false",
        "4.18.0-553.el8, false",
        "14.5, true",
        "unknown, false"
    })
    void limitsProcessesOnlyWhereTheyAreCountedByNamespace(String release, boolean counted) {
        assertThat(Confinement.countsProcessesByNamespace(release)).isEqualTo(counted);
    }

    private static String output(Ffmpeg ffmpeg) {
        try (FencedProcess process = ffmpeg.open(
                new Upload(MediaFixture.ENGLISH, 1, null),
                MediaFormat.WAV,
                Ffmpeg.FIRST_AUDIO,
                List.of(),
                false,
                PATIENCE)) {
            return new String(ProcessOutput.of(process, 1 << 16), StandardCharsets.UTF_8);
        }
    }
}
