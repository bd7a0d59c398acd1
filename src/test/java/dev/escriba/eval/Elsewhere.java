package dev.escriba.eval;

import dev.escriba.eval.service.ProcessCost;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Measures how long something takes and how busy the machine is with other processes, so that the report can show it.
 */
final class Elsewhere {

    private static final double TICKS_A_SECOND = 100;

    /** Fields of /proc/stat in which a processor does not work: idle, and waiting for disks. */
    private static final int IDLE = 3;

    private static final int WAITING = 4;

    private static final int FIELDS = 8;

    private final long start = System.nanoTime();
    private final double busy = busy();
    private final double own = own();

    private Elsewhere() throws IOException {}

    static Elsewhere sinceNow() throws IOException {
        return new Elsewhere();
    }

    /** The busy time of all processors. */
    private static double busy() throws IOException {
        String[] fields = Files.readAllLines(Path.of("/proc/stat")).get(0).split(" +", -1);
        long ticks = 0;
        for (int i = 0; i < FIELDS; i++) {
            ticks += i == IDLE || i == WAITING ? 0 : Long.parseLong(fields[i + 1]);
        }
        return ticks / TICKS_A_SECOND;
    }

    /** The processor time of this process and of its ended children. */
    private static double own() throws IOException {
        return ProcessCost.of(ProcessHandle.current().pid()).total();
    }

    @Override
    public String toString() {
        try {
            double seconds = (System.nanoTime() - start) / 1e9;
            double others = busy() - busy - (own() - own);
            double share = Math.max(0, others) / seconds / Runtime.getRuntime().availableProcessors();
            return String.format(
                    "Took %.0f s; other processes used %.0f %% of the processors meanwhile.", seconds, 100 * share);
        } catch (IOException e) {
            return e.toString();
        }
    }
}
