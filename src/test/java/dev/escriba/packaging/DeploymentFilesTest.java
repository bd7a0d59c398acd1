package dev.escriba.packaging;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The files for operators agree with each other, and the scripts work. */
class DeploymentFilesTest {

    private static final Path CONFIG = Path.of("server-config").toAbsolutePath();

    private static final Pattern CONTINUED = Pattern.compile("\\\\\\n#?");
    private static final Pattern STARTS_MICRO = Pattern.compile("java\\s.*-jar\\s+\\S*(escriba|payara)-micro\\S*jar");

    @TempDir
    Path directory;

    @Test
    void jvmTakesItsOptionsWithoutAWord() throws Exception {
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        String options = "@" + CONFIG.resolve("payara-micro/jvm.options");
        assertThat(run(Map.of(), java, options, "-version").output).doesNotContainIgnoringCase("warning");
        Run run = run(Map.of(), java, options, "-XX:+PrintFlagsFinal", "-version");
        assertThat(run.status).as(run.output).isZero();
        assertThat(run.output)
                .containsPattern("MaxHeapSize +:?= 536870912 ")
                .containsPattern("ExitOnOutOfMemoryError +:?= true ")
                .containsPattern("HeapDumpOnOutOfMemoryError +:?= false ");
    }

    @Test
    void unitIsWhatSystemdUnderstands() throws Exception {
        Path analyze = Path.of("/usr/bin/systemd-analyze");
        assumeThat(analyze).exists();
        assumeThat(Path.of("/usr/bin/java")).exists();
        String unit = CONFIG.resolve("systemd/escriba.service").toString();
        Run verified = run(Map.of(), analyze.toString(), "verify", "--man=no", unit);
        assertThat(verified.status).as(verified.output).isZero();
        assertThat(verified.output).doesNotContain("escriba.service:");
        // 10 is no protection; what remains is the network, the JIT of the JVM and the namespaces of the media
        // fence
        Run security = run(Map.of(), analyze.toString(), "security", "--offline=true", "--threshold=20", unit);
        assertThat(security.status).as(security.output).isZero();
    }

    @Test
    void unitLeavesTheMediaFenceItsLayers() throws IOException {
        String unit = Files.readString(CONFIG.resolve("systemd/escriba.service"));
        assertThat(unit)
                .contains(
                        "\nRestrictNamespaces=user net ipc\n",
                        "\nSystemCallFilter=capset\n",
                        "\nOOMPolicy=continue\n",
                        " %C/escriba/ ")
                .doesNotContain("\nMemoryDenyWriteExecute=yes", "NoExecPaths");
    }

    @Test
    void imageHoldsFilesThatThereAre() throws IOException {
        List<String> copied = new ArrayList<>();
        Files.readAllLines(CONFIG.resolve("container/Dockerfile")).stream()
                .filter(line -> line.startsWith("COPY ") && !line.contains("--from"))
                .map(line -> line.substring(5).trim().split(" +"))
                .forEach(words -> copied.addAll(List.of(words).subList(0, words.length - 1)));
        copied.removeIf(word -> word.startsWith("--"));
        assertThat(copied).hasSizeGreaterThan(8).allSatisfy(file -> {
            if (!file.startsWith("target/")) {
                assertThat(Path.of(file)).exists();
            }
        });
        List<String> sent = Files.readAllLines(Path.of(".dockerignore")).stream()
                .filter(line -> line.startsWith("!"))
                .map(line -> line.substring(1))
                .toList();
        assertThat(copied).allSatisfy(file -> assertThat(sent).anySatisfy(pattern -> assertThat(FileSystems.getDefault()
                        .getPathMatcher("glob:" + pattern)
                        .matches(Path.of(file)))
                .isTrue()));
    }

    /** The connection pool has the same settings in both files. */
    @ParameterizedTest
    @CsvSource({"postgresql.asadmin, postgresql.asadmin", "preboot.asadmin, escriba.asadmin"})
    void payaraServersHaveThePoolOfPayaraMicro(String micro, String server) throws IOException {
        assertThat(poolOf("payara-server/" + server))
                .isNotEmpty()
                .containsExactlyElementsOf(poolOf("payara-micro/" + micro));
    }

    private static List<String> poolOf(String file) throws IOException {
        return Files.readAllLines(CONFIG.resolve(file)).stream()
                .filter(line -> line.startsWith("set resources."))
                .toList();
    }

    /** These files hold no value of a secret. */
    @Test
    void filesHoldNoSecrets() throws IOException {
        Pattern secret =
                Pattern.compile("(?im)^[^#\\n]*(password|pepper|bootstrap.key|secret)\\s*[:=]\\s*[^\\s{$-].*$");
        for (String file : List.of(
                "systemd/escriba.service",
                "systemd/escriba.env",
                "container/Dockerfile",
                "container/start.sh",
                "payara-micro/jvm.options")) {
            assertThat(Files.readString(CONFIG.resolve(file))).doesNotContainPattern(secret);
        }
        assertThat(Files.readString(CONFIG.resolve("kubernetes/escriba.yaml"))).doesNotContain("kind: Secret");
    }

    @ParameterizedTest
    @CsvSource({"200, 0", "503, 1"})
    void containerIsHealthyWhenItIsReady(int answer, int status) throws Exception {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/health/ready", exchange -> {
            exchange.sendResponseHeaders(answer, -1);
            exchange.close();
        });
        server.start();
        String port = String.valueOf(server.getAddress().getPort());
        String script = CONFIG.resolve("container/healthy.sh").toString();
        try {
            assertThat(run(Map.of(), script, port).status).isEqualTo(status);
        } finally {
            server.stop(0);
        }
        assertThat(run(Map.of(), script, port).status).as("no server listens").isNotZero();
    }

    @Test
    void aServerWithoutTheApplicationIsEnded() throws Exception {
        HttpServer server = answering(404);
        try {
            Path pid = directory.resolve("pid");
            Run run = withApplication(server, 1, "sh", "-c", "echo $$ >" + pid + "; exec sleep 60");
            assertThat(run.status).as(run.output).isEqualTo(1);
            assertThat(run.output).contains("does not serve Escriba");
            assertThat(ProcessHandle.of(Long.parseLong(Files.readString(pid).strip())))
                    .isEmpty();
        } finally {
            server.stop(0);
        }
    }

    @ParameterizedTest
    @CsvSource({"exit 7, 7", "kill -KILL $$, 137"})
    void aServerWithTheApplicationGoesOnAndGivesItsExitCode(String end, int status) throws Exception {
        HttpServer server = answering(401);
        try {
            assertThat(withApplication(server, 0, "sh", "-c", "sleep 2; " + end).status)
                    .isEqualTo(status);
        } finally {
            server.stop(0);
        }
    }

    private Run withTemporaryDirectory(Path tmp, String... command) throws Exception {
        HttpServer server = answering(401);
        try {
            return run(
                    Map.of("ESCRIBA_TMP_DIR", tmp.toString()),
                    withApplicationCommand(server, 5, command).toArray(String[]::new));
        } finally {
            server.stop(0);
        }
    }

    @Test
    void aServerStartsWithATemporaryDirectoryOfItsOwnThatIsEmpty() throws Exception {
        Path tmp = directory.resolve("own tmp");
        assertThat(withTemporaryDirectory(tmp, "sh", "-c", "mkdir '" + tmp + "/left'; exit 4").status)
                .isEqualTo(4);
        assertThat(tmp.resolve("left")).exists();
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(tmp)))
                .isEqualTo("rwx------");
        Run again = withTemporaryDirectory(tmp, "sh", "-c", "ls -A '" + tmp + "'");
        assertThat(again.output.strip()).isEqualTo(".escriba");
        assertThat(again.status).isZero();
    }

    @Test
    void aTemporaryDirectoryThatIsNotTheServersOwnIsLeftAlone() throws Exception {
        Path foreign = Files.createDirectories(directory.resolve("foreign"));
        Path file = Files.writeString(foreign.resolve("file"), "of another program");
        Path open = Files.createDirectories(directory.resolve("open"));
        Files.setPosixFilePermissions(open, PosixFilePermissions.fromString("rwxrwxrwx"));
        Path link =
                Files.createSymbolicLink(directory.resolve("link"), Files.createDirectories(directory.resolve("x")));
        for (Path wrong : List.of(foreign, open, link, Path.of("relative"))) {
            Run run = withTemporaryDirectory(wrong, "sh", "-c", "echo started");
            assertThat(run.status).as(wrong.toString()).isEqualTo(2);
            assertThat(run.output).contains("ESCRIBA_TMP_DIR").doesNotContain("started");
        }
        assertThat(file).hasContent("of another program");
    }

    @Test
    void twoServersDoNotShareATemporaryDirectory() throws Exception {
        Path tmp = directory.resolve("shared");
        HttpServer server = answering(401);
        try {
            ProcessBuilder first =
                    new ProcessBuilder(withApplicationCommand(server, 60, "sh", "-c", "echo up; exec sleep 60"));
            first.environment().put("ESCRIBA_TMP_DIR", tmp.toString());
            Process process = first.start();
            assertThat(process.getInputStream().read()).isEqualTo('u');
            Run second = withTemporaryDirectory(tmp, "sh", "-c", "echo started");
            assertThat(second.status).isEqualTo(2);
            assertThat(second.output).contains("in use by another server").doesNotContain("started");
            process.destroy();
            process.waitFor();
        } finally {
            server.stop(0);
        }
    }

    @Test
    void aServerThatEndsByItselfEndsTheScript() throws Exception {
        HttpServer server = answering(404);
        try {
            assertThat(withApplication(server, 60, "sh", "-c", "exit 3").status).isEqualTo(3);
        } finally {
            server.stop(0);
        }
    }

    @Test
    void aSignalReachesTheServer() throws Exception {
        HttpServer server = answering(401);
        try {
            Process process = new ProcessBuilder(withApplicationCommand(
                            server, 60, "sh", "-c", "trap 'exit 5' TERM; echo up; while :; do sleep 0.1; done"))
                    .start();
            assertThat(process.getInputStream().read()).isEqualTo('u');
            process.destroy();
            assertThat(process.waitFor()).isEqualTo(5);
        } finally {
            server.stop(0);
        }
    }

    /** A killed server leaves 0.5 GB there, which only a start with the same directory of its own removes. */
    @Test
    void everyCommandThatStartsPayaraMicroHasATemporaryDirectoryOfItsOwn() throws IOException {
        List<String> commands = new ArrayList<>();
        for (Path file : filesForOperators()) {
            CONTINUED
                    .matcher(Files.readString(file))
                    .replaceAll(" ")
                    .lines()
                    .filter(line -> STARTS_MICRO.matcher(line).find())
                    .forEach(line -> commands.add(file.getFileName() + ": " + line));
        }
        assertThat(commands).hasSizeGreaterThan(10).allMatch(line -> line.contains("-Djava.io.tmpdir="));
    }

    private static List<Path> filesForOperators() throws IOException {
        try (Stream<Path> docs = Files.walk(Path.of("docs"));
                Stream<Path> servers = Files.walk(CONFIG)) {
            return Stream.of(Stream.of(Path.of("README.md")), docs, servers)
                    .flatMap(files -> files)
                    .filter(Files::isRegularFile)
                    .filter(file -> !file.toString().endsWith(".png"))
                    .toList();
        }
    }

    private static Run withApplication(HttpServer server, int seconds, String... command) throws Exception {
        return run(Map.of(), withApplicationCommand(server, seconds, command).toArray(String[]::new));
    }

    private static List<String> withApplicationCommand(HttpServer server, int seconds, String... command) {
        List<String> words = new ArrayList<>(List.of(
                CONFIG.resolve("bin/with-application.sh").toString(),
                String.valueOf(server.getAddress().getPort()),
                String.valueOf(seconds)));
        words.addAll(List.of(command));
        return words;
    }

    private static HttpServer answering(int status) throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            exchange.sendResponseHeaders(status, -1);
            exchange.close();
        });
        server.start();
        return server;
    }

    @Test
    void containerStartsWithAnEmptyTemporaryDirectory() throws Exception {
        Path tmp = Files.createDirectories(directory.resolve("tmp"));
        Files.createDirectories(tmp.resolve("left/by"));
        Files.writeString(tmp.resolve("left/by/a kill"), "");
        Path bin = Files.createDirectories(directory.resolve("bin"));
        Path java = Files.writeString(bin.resolve("java"), "#!/bin/sh\nprintf '%s\\n' \"$@\"\numask\n");
        Files.setPosixFilePermissions(java, PosixFilePermissions.fromString("rwxr-xr-x"));
        Run run = run(
                Map.of(
                        "PATH",
                        bin + ":" + System.getenv("PATH"),
                        "ESCRIBA_TMP_DIR",
                        tmp.toString(),
                        "ESCRIBA_DATA_DIR",
                        "/the/data",
                        "ESCRIBA_JVM_OPTIONS",
                        "-Xmx1g -Xss1m"),
                CONFIG.resolve("container/start.sh").toString(),
                "--port",
                "80 80");
        assertThat(run.output.lines())
                .containsExactly(
                        "@/opt/escriba/jvm.options",
                        "-Xmx1g",
                        "-Xss1m",
                        "-Djava.io.tmpdir=" + tmp,
                        "-Describa.data.dir=/the/data",
                        "-jar",
                        "/opt/escriba/escriba-micro.jar",
                        "--port",
                        "80 80",
                        "0077");
        assertThat(tmp).isEmptyDirectory();
    }

    private record Run(int status, String output) {}

    private static Run run(Map<String, String> environment, String... command)
            throws IOException, InterruptedException {
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().putAll(environment);
        Process process = builder.start();
        String output = new String(process.getInputStream().readAllBytes(), UTF_8);
        return new Run(process.waitFor(), output);
    }
}
