package dev.escriba.eval.engine;

import dev.escriba.eval.Figures;
import dev.escriba.eval.Table;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Times contenders in turns, round after round, so that a change of the machine's speed affects all of them. Each round
 * begins with another one.
 */
final class ContenderRace {

    private record Times(List<Double> wall, List<Double> cpu) {}

    private final double audioSeconds;
    private final Map<String, Contender> contenders = new LinkedHashMap<>();
    private final Map<String, Times> times = new LinkedHashMap<>();

    /** @param audioSeconds seconds of audio that a contender transcribes in a round */
    ContenderRace(double audioSeconds) {
        this.audioSeconds = audioSeconds;
    }

    void enter(String name, Contender contender) {
        contenders.put(name, contender);
        times.put(name, new Times(new ArrayList<>(), new ArrayList<>()));
    }

    /** Runs the rounds, after one round to warm up. */
    void run(int rounds) throws Exception {
        List<String> order = new ArrayList<>(contenders.keySet());
        for (int round = 0; round <= rounds; round++) {
            for (String name : order) {
                Contender contender = contenders.get(name);
                double cpu = contender.cpu().toNanos() / 1e9;
                long start = System.nanoTime();
                contender.round();
                double wall = (System.nanoTime() - start) / 1e9;
                if (round > 0) {
                    times.get(name).wall().add(wall);
                    times.get(name).cpu().add(contender.cpu().toNanos() / 1e9 - cpu);
                }
            }
            Collections.rotate(order, 1);
        }
    }

    /** How many times faster one contender is than another by wall-clock time: the median over rounds. */
    double ratio(String name, String other) {
        List<Double> ratios = new ArrayList<>();
        for (int round = 0; round < times.get(name).wall().size(); round++) {
            ratios.add(
                    times.get(other).wall().get(round) / times.get(name).wall().get(round));
        }
        return Figures.median(ratios);
    }

    /** Seconds of audio for each second of CPU time. */
    double perCpuSecond(String name) {
        return audioSeconds / Figures.median(times.get(name).cpu());
    }

    /** Seconds of audio for each second of wall-clock time. */
    double speed(String name) {
        return audioSeconds / Figures.median(times.get(name).wall());
    }

    Table table() {
        Table table = new Table("", "times real time", "slowest and fastest round", "audio seconds per CPU second");
        times.forEach((name, measured) -> table.row(
                name,
                speed(name),
                Table.number(audioSeconds / Figures.percentile(measured.wall(), 100)) + " to "
                        + Table.number(audioSeconds / Figures.percentile(measured.wall(), 0)),
                perCpuSecond(name)));
        return table;
    }
}
