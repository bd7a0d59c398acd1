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
 * The layers that the operating system can put around a child process without any privilege. Each layer is a program
 * that sets a limit for itself and then replaces itself by the next program. So the child keeps its process id, and
 * signals reach it.
 */
record Confinement(
        Optional<String> choom,
        Optional<String> setsid,
        Optional<String> unshare,
        Optional<String> setpriv,
        Optional<String> prlimit) {

    /** The kernel ends the process with the highest score first when memory runs out. This is the maximum. */
    static final String OOM_SCORE = "1000";

    private static final Pattern RELEASE = Pattern.compile("(\\d{1,4})\\.(\\d{1,4}).*");

    private static final String MAX_PROCESSES = "128";

    /** From the tightest combination to none. A tool that exists may still not be allowed to work. */
    static List<Confinement> available() {
        Optional<String> none = Optional.empty();
        Confinement all =
                new Confinement(find("choom"), find("setsid"), find("unshare"), find("setpriv"), find("prlimit"));
        return Stream.of(
                        all,
                        // user namespaces are forbidden in most containers, and by some distributions
                        new Confinement(all.choom, all.setsid, none, all.setpriv, all.prlimit),
                        new Confinement(all.choom, all.setsid, none, none, all.prlimit),
                        new Confinement(none, all.setsid, none, none, all.prlimit),
                        new Confinement(none, none, none, none, none))
                .distinct()
                .toList();
    }

    /** The words to put before a command. */
    List<String> prefix(long memoryBytes, long cpuSeconds) {
        List<String> prefix = new ArrayList<>();
        // when memory runs out, the kernel ends this process and not the server
        choom.ifPresent(path -> prefix.addAll(List.of(path, "-n", OOM_SCORE, "--")));
        // a terminal's signals do not reach the child
        setsid.ifPresent(prefix::add);
        // in a user namespace without users, so that a child of a server that runs as root has no power of root
        unshare.ifPresent(path -> prefix.addAll(List.of(path, "--user", "--net", "--ipc")));
        setpriv.ifPresent(path -> prefix.addAll(List.of(path, "--no-new-privs")));
        prlimit.ifPresent(path -> prefix.addAll(limits(path, memoryBytes, cpuSeconds)));
        return prefix;
    }

    private List<String> limits(String path, long memoryBytes, long cpuSeconds) {
        List<String> limits = new ArrayList<>(List.of(
                path,
                // private memory, not address space: libraries need address space and no memory
                "--data=" + memoryBytes,
                // ffmpeg sets the same limit itself and needs this margin for it
                "--cpu=" + (cpuSeconds + 5),
                "--fsize=0",
                "--core=0",
                "--nofile=64"));
        if (unshare.isPresent() && countsProcessesByNamespace(System.getProperty("os.version"))) {
            limits.add("--nproc=" + MAX_PROCESSES);
        }
        return limits;
    }

    /** Before Linux 5.14 the limit counts all threads of the user, also those of this server. */
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

    /** The layers in words, for the log. */
    @Override
    public String toString() {
        return Stream.of(
                        choom.map(path -> "the first to end when memory runs out"),
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
