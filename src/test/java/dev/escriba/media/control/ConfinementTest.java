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
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the operating system keeps from a child that does as it likes. */
class ConfinementTest {

    private static final Duration LONG = Duration.ofMinutes(1);
    private static final ProcessTimeouts PATIENCE = new ProcessTimeouts(LONG, LONG, LONG);

    @TempDir
    Path directory;

    @Test
    void keepsAnFfmpegThatWantsToFromTheNetwork() throws Exception {
        try (ServerSocket listening = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Path ffmpeg = FfmpegBinary.packed(MediaFixture.data());
            String connecting = "LD_LIBRARY_PATH=" + ffmpeg.getParent() + " exec " + ffmpeg
                    + " -v quiet -nostdin -rw_timeout 2000000 -i tcp://127.0.0.1:" + listening.getLocalPort()
                    + " -f null -";
            Ffmpeg stub = FfmpegStub.in(directory, connecting);
            assumeFalse(stub.confinement().hasNetwork(), "no user namespaces on this machine: skipped");
            said(stub);
            listening.setSoTimeout(1);
            assertThatExceptionOfType(SocketTimeoutException.class).isThrownBy(listening::accept);
            // the very same child gets through where nothing is around it
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
        String status = said(stub);
        assertThat(status).containsPattern("NoNewPrivs:\\s+1").containsPattern("CapEff:\\s+0+\\n");
        if (Confinement.countsProcessesByNamespace(System.getProperty("os.version"))) {
            assertThat(status).containsPattern("Max processes\\s+128 ");
        }
        assertThat(status).containsPattern("Max file size\\s+0 ").containsPattern("Max open files\\s+64 ");
    }

    @Test
    void usesTheNextBestWhereALayerIsNotAllowed() {
        List<Confinement> available = Confinement.available();
        assertThat(available.get(available.size() - 1).prefix(1, 1)).isEmpty();
        assertThat(available).doesNotHaveDuplicates();
        assumeFalse(available.get(0).hasNetwork(), "no unshare on this machine: skipped");
        assertThat(available.get(1))
                .isEqualTo(new Confinement(
                        available.get(0).setsid(),
                        Optional.empty(),
                        available.get(0).setpriv(),
                        available.get(0).prlimit()));
        // as the limit would then count this server's threads
        assertThat(available.get(1).prefix(1, 1)).noneMatch(argument -> argument.startsWith("--nproc"));
    }

    @Test
    void takesNoConfinementInWhichARecordingCannotBeRead() throws IOException {
        Path blind = FfmpegStub.script(
                directory,
                "case \"$*\" in *-version*) echo ffmpeg version stub; exit 0;; esac\n"
                        // as if a directory on the way were closed to all but a root of the whole machine
                        + "test \"$(readlink /proc/self/ns/net)\" = \"$(readlink /proc/"
                        + ProcessHandle.current().pid()
                        + "/ns/net)\"");
        Ffmpeg ffmpeg = new Ffmpeg(MediaFixture.data(), MediaFixture.settings("ffmpeg", blind.toString()));
        assertThat(ffmpeg.confinement().hasNetwork()).isTrue();
    }

    @Test
    void blamesNoUploadForNamespacesThatAreUsedUp() {
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

    private static String said(Ffmpeg ffmpeg) {
        try (FencedProcess process =
                ffmpeg.open(new Upload(MediaFixture.ENGLISH, 1, null), MediaFormat.WAV, List.of(), false, PATIENCE)) {
            return new String(ProcessOutput.of(process, 1 << 16), StandardCharsets.UTF_8);
        }
    }
}
