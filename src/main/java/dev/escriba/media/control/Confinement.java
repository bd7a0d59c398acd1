package dev.escriba.media.control;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What the operating system offers to lay around a child: a session of its own, so that a terminal's signals pass it by, and
 * resource limits. No limit on processes: it would count the threads of the whole user, this server's too.
 */
record Confinement(Optional<String> setsid, Optional<String> prlimit) {

    /** From the tightest to none. */
    static List<Confinement> available() {
        Confinement none = new Confinement(Optional.empty(), Optional.empty());
        Confinement all = new Confinement(find("setsid"), find("prlimit"));
        return all.equals(none) ? List.of(none) : List.of(all, none);
    }

    /** What to put before a command. */
    List<String> prefix(long memoryBytes, long cpuSeconds) {
        List<String> prefix = new ArrayList<>();
        setsid.ifPresent(prefix::add);
        prlimit.ifPresent(path -> prefix.addAll(List.of(
                path,
                "--as=" + memoryBytes,
                // leaves ffmpeg the room to set the same limit itself
                "--cpu=" + (cpuSeconds + 5),
                "--fsize=0",
                "--core=0",
                "--nofile=64")));
        return prefix;
    }

    private static Optional<String> find(String tool) {
        return Stream.of("/usr/bin/", "/bin/")
                .map(directory -> directory + tool)
                .filter(path -> Files.isExecutable(Path.of(path)))
                .findFirst();
    }
}
