package dev.escriba.media.control;

import static org.assertj.core.api.Assertions.assertThat;

import dev.escriba.media.MediaFixture;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

class FfmpegBinaryTest {

    /** A machine with nothing but Java has no libraries for sound and screens. */
    @Test
    @EnabledOnOs(OS.LINUX)
    void needsOnlyTheCAndCppLibrariesOfTheMachine() throws IOException {
        Path executable = FfmpegBinary.packed(MediaFixture.data());
        ProcessBuilder list = new ProcessBuilder(executable.toString()).redirectErrorStream(true);
        list.environment().clear();
        list.environment().put("LD_LIBRARY_PATH", executable.getParent().toString());
        list.environment().put("LD_TRACE_LOADED_OBJECTS", "1");
        String libraries = new String(list.start().getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(libraries.lines().filter(line -> line.contains("=>")))
                .hasSizeGreaterThan(10)
                .allSatisfy(line -> assertThat(line)
                        .satisfiesAnyOf(
                                beside -> assertThat(beside).contains("=> " + executable.getParent()),
                                standard -> assertThat(standard)
                                        .containsPattern("lib(c|m|dl|rt|pthread|stdc\\+\\+|gcc_s)\\.so\\.\\d+ => /")));
    }
}
