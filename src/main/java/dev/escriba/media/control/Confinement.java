package dev.escriba.media.control;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What the operating system offers, without any right, to lay around a child. Each layer is a program that sets something for
 * itself and then becomes the next one, so that the child keeps its process id and a signal reaches it.
 */
record Confinement(
        Optional<String> setsid, Optional<String> unshare, Optional<String> setpriv, Optional<String> prlimit) {

    private static final Pattern RELEASE = Pattern.compile("(\\d{1,4})\\.(\\d{1,4}).*");

    private static final String MAX_PROCESSES = "128";

    /** From the tightest to none; that a tool is there does not mean that the system lets it work. */
    static List<Confinement> available() {
        Optional<String> no = Optional.empty();
        Confinement all = new Confinement(find("setsid"), find("unshare"), find("setpriv"), find("prlimit"));
        return Stream.of(
                        all,
                        // user namespaces are forbidden: in most containers, and by some distributions
                        new Confinement(all.setsid, no, all.setpriv, all.prlimit),
                        new Confinement(all.setsid, no, no, all.prlimit),
                        new Confinement(no, no, no, no))
                .distinct()
                .toList();
    }

    /** What to put before a command. */
    List<String> prefix(long memoryBytes, long cpuSeconds) {
        List<String> prefix = new ArrayList<>();
        // a terminal's signals pass it by
        setsid.ifPresent(prefix::add);
        // nobody, in a namespace of users that knows nobody: a server that is root gives none of its power to the child
        unshare.ifPresent(path -> prefix.addAll(List.of(path, "--user", "--net", "--ipc")));
        setpriv.ifPresent(path -> prefix.addAll(List.of(path, "--no-new-privs")));
        prlimit.ifPresent(path -> prefix.addAll(limits(path, memoryBytes, cpuSeconds)));
        return prefix;
    }

    private List<String> limits(String path, long memoryBytes, long cpuSeconds) {
        List<String> limits = new ArrayList<>(List.of(
                path,
                "--as=" + memoryBytes,
                // leaves ffmpeg the room to set the same limit itself
                "--cpu=" + (cpuSeconds + 5),
                "--fsize=0",
                "--core=0",
                "--nofile=64"));
        if (unshare.isPresent() && countsProcessesByNamespace(System.getProperty("os.version"))) {
            limits.add("--nproc=" + MAX_PROCESSES);
        }
        return limits;
    }

    /** Before Linux 5.14 the limit counts the threads of the user wherever they are, this server's too. */
    static boolean countsProcessesByNamespace(String release) {
        Matcher matcher = RELEASE.matcher(release);
        if (!matcher.matches()) {
            return false;
        }
        int major = Integer.parseInt(matcher.group(1));
        return major > 5 || (major == 5 && Integer.parseInt(matcher.group(2)) >= 14);
    }

    boolean hasNetwork() {
        return unshare.isEmpty();
    }

    /** For the log. */
    @Override
    public String toString() {
        return Stream.of(
                        setsid.map(path -> "a session of its own"),
                        unshare.map(path -> "no network"),
                        setpriv.map(path -> "no new privileges"),
                        prlimit.map(path -> "limits on resources"))
                .flatMap(Optional::stream)
                .collect(Collectors.collectingAndThen(
                        Collectors.joining(", "), layers -> layers.isEmpty() ? "nothing of the system" : layers));
    }

    private static Optional<String> find(String tool) {
        return Stream.of("/usr/bin/", "/bin/")
                .map(directory -> directory + tool)
                .filter(path -> Files.isExecutable(Path.of(path)))
                .findFirst();
    }
}
