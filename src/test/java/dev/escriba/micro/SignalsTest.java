package dev.escriba.micro;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The signals that end a process of the uber-jar, with a server that only waits. With the variable {@value #SLOW} its
 * stop lasts until it gets a byte.
 */
class SignalsTest {

    private static final String SLOW = "SLOW_STOP";

    private static final String SERVER = """
            package fish.payara.micro;
            public class PayaraMicro {
                public static void main(String[] arguments) throws Exception {
                    Runnable stop = () -> {
                        if (System.getenv("SLOW_STOP") != null) {
                            System.out.println("stopping");
                            try {
                                System.in.read();
                            } catch (java.io.IOException e) {
                                throw new java.io.UncheckedIOException(e);
                            }
                        }
                        System.out.println("stopped");
                    };
                    java.lang.management.ManagementFactory.getPlatformMBeanServer().registerMBean(
                            new javax.management.StandardMBean(stop, Runnable.class),
                            new javax.management.ObjectName("dev.escriba:type=Stop"));
                    System.setProperty("dev.escriba.started", "true");
                    System.out.println("ready");
                    new java.util.concurrent.CountDownLatch(1).await();
                }
            }
            """;

    @TempDir
    Path directory;

    @BeforeEach
    void makeServer() throws Exception {
        Path source =
                Files.createDirectories(directory.resolve("fish/payara/micro")).resolve("PayaraMicro.java");
        Files.writeString(source, SERVER);
        assertThat(ToolProvider.getSystemJavaCompiler().run(null, null, null, "-proc:none", source.toString()))
                .isZero();
    }

    /** The tests themselves may run where a signal is ignored. */
    @ParameterizedTest
    @CsvSource({"TERM, 143", "INT, 130", "HUP, 129"})
    void theApplicationIsStoppedBeforeTheProcessEnds(String signal, int code) throws Exception {
        Process process = start("env", "--default-signal=" + signal);
        try (BufferedReader output = process.inputReader()) {
            waitUntilReady(output);
            send(signal, process);
            assertThat(output.lines()).containsExactly("stopped");
            assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
            assertThat(process.exitValue()).isEqualTo(code);
        } finally {
            process.destroyForcibly();
        }
    }

    @Test
    void aProcessThatNohupStartedOutlivesItsTerminal() throws Exception {
        Process process = start("nohup");
        try (BufferedReader output = process.inputReader()) {
            waitUntilReady(output);
            assertThat(ignoresHangUps(process)).isTrue();
            send("HUP", process);
            send("TERM", process);
            assertThat(output.lines()).containsExactly("stopped");
            assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
            assertThat(process.exitValue()).isEqualTo(143);
        } finally {
            process.destroyForcibly();
        }
    }

    /** A terminal that is closed sends HUP, and so does its shell. */
    @Test
    void aSecondHangUpDoesNotEndTheStop() throws Exception {
        Process process = start("env", "--default-signal=HUP", SLOW + "=yes");
        try (BufferedReader output = process.inputReader()) {
            waitUntilReady(output);
            send("HUP", process);
            assertThat(output.readLine()).isEqualTo("stopping");
            send("HUP", process);
            assertThat(process.waitFor(1, TimeUnit.SECONDS)).isFalse();
            process.getOutputStream().close();
            assertThat(output.lines()).containsExactly("stopped");
            assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
            assertThat(process.exitValue()).isEqualTo(129);
        } finally {
            process.destroyForcibly();
        }
    }

    @ParameterizedTest
    @CsvSource({"TERM, 143", "INT, 130"})
    void anotherSignalAfterAHangUpEndsTheStop(String signal, int code) throws Exception {
        Process process = start("env", "--default-signal=HUP," + signal, SLOW + "=yes");
        try (BufferedReader output = process.inputReader()) {
            waitUntilReady(output);
            send("HUP", process);
            assertThat(output.readLine()).isEqualTo("stopping");
            send(signal, process);
            assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
            assertThat(output.lines()).isEmpty();
            assertThat(process.exitValue()).isEqualTo(code);
        } finally {
            process.destroyForcibly();
        }
    }

    private Process start(String... launcher) throws Exception {
        List<String> command = new ArrayList<>(List.of(launcher));
        command.addAll(List.of(
                ProcessHandle.current().info().command().orElseThrow(),
                "-cp",
                Path.of("target/classes").toAbsolutePath() + ":" + directory,
                "-Djava.io.tmpdir=" + directory.resolve("tmp"),
                "-Describa.data.dir=" + directory.resolve("data"),
                "dev.escriba.micro.Main"));
        return new ProcessBuilder(command).redirectErrorStream(true).start();
    }

    /** A JVM may print warnings first. */
    private static void waitUntilReady(BufferedReader output) throws Exception {
        List<String> before = new ArrayList<>();
        String line = output.readLine();
        while (line != null && !line.equals("ready")) {
            before.add(line);
            line = output.readLine();
        }
        assertThat(line).as(() -> "after " + before).isEqualTo("ready");
    }

    private static boolean ignoresHangUps(Process process) throws Exception {
        String ignored = Files.readAllLines(Path.of("/proc/" + process.pid() + "/status")).stream()
                .filter(line -> line.startsWith("SigIgn:"))
                .findFirst()
                .orElseThrow();
        return new BigInteger(ignored.replaceAll(".*\\s", ""), 16).testBit(0);
    }

    private static void send(String signal, Process process) throws Exception {
        Process kill = new ProcessBuilder("kill", "-s", signal, "" + process.pid())
                .inheritIO()
                .start();
        assertThat(kill.waitFor()).isZero();
    }
}
