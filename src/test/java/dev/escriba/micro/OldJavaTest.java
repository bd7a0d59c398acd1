package dev.escriba.micro;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The start of the uber-jar by a Java that is older than its server. */
class OldJavaTest {

    /** Position of the major version in a class file: JVM specification, section 4.1. */
    private static final int MAJOR_VERSION = 6;

    @TempDir
    Path directory;

    @Test
    void namesTheJavaThatTheServerNeedsAndEndsWithAnExitCode() throws Exception {
        makeServerOfALaterJava();
        Process process = new ProcessBuilder(
                        ProcessHandle.current().info().command().orElseThrow(),
                        "-cp",
                        Path.of("target/classes").toAbsolutePath() + ":" + directory,
                        "-Describa.data.dir=" + directory.resolve("data"),
                        "dev.escriba.micro.Main")
                .redirectErrorStream(true)
                .start();
        String log = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).isEqualTo(1);
        assertThat(log)
                .contains("Escriba does not start: The server of this jar needs a later Java than "
                        + Runtime.version().feature() + ". Start it with Java 21.")
                .doesNotContain("Exception", "\tat ");
    }

    private void makeServerOfALaterJava() throws Exception {
        Path source =
                Files.createDirectories(directory.resolve("fish/payara/micro")).resolve("PayaraMicro.java");
        Files.writeString(
                source,
                "package fish.payara.micro; public class PayaraMicro { public static void main(String[] arguments) {} }");
        assertThat(ToolProvider.getSystemJavaCompiler().run(null, null, null, "-proc:none", source.toString()))
                .isZero();
        Path type = source.resolveSibling("PayaraMicro.class");
        byte[] bytes = Files.readAllBytes(type);
        bytes[MAJOR_VERSION] = 0;
        bytes[MAJOR_VERSION + 1] = 120;
        Files.write(type, bytes);
    }
}
