package dev.escriba.it.crash;

import static java.util.stream.Collectors.toMap;
import static org.assertj.core.api.Assertions.assertThat;

import dev.escriba.it.crash.CrashRequest.Seen;
import dev.escriba.it.support.StoredLedger;
import dev.escriba.it.support.StoredLedger.Line;
import dev.escriba.it.support.StoredLedger.Run;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Everything that the clients sent and received, and what the service must have stored because of it. */
final class CrashLog {

    /** The run was ended when its node started again. */
    private static final String INTERRUPTED = "interrupted";

    /** The run was ended because its lease was over, mostly by another node. */
    static final String ABANDONED = "abandoned";

    private final BigDecimal credit;
    private final Map<String, CrashRequest> sent = new HashMap<>();
    private final Map<CrashRequest, Seen> seen = new LinkedHashMap<>();

    CrashLog(BigDecimal credit) {
        this.credit = credit;
    }

    void add(CrashClients.Outcome outcome) {
        outcome.answered().forEach(this::add);
        outcome.unanswered().forEach(request -> sent.put(request.id(), request));
    }

    void add(CrashRequest request, Seen answer) {
        sent.put(request.id(), request);
        seen.put(request, answer);
    }

    Optional<Seen> answer(CrashRequest request) {
        return Optional.ofNullable(seen.get(request));
    }

    /** Succeeded executions without a received answer, of the requests with this prefix. */
    List<Run> unseen(StoredLedger stored, String name) {
        Set<String> known = new HashSet<>();
        seen.values().forEach(answer -> known.add(answer.instance()));
        return stored.runs("SUCCEEDED").stream()
                .filter(run -> run.request().startsWith(name) && !known.contains(run.id()))
                .toList();
    }

    /** Checks, while nothing runs, that nothing is lost, charged twice, or charged without being done. */
    void check(StoredLedger stored) {
        Map<String, Run> runs = stored.runs().stream().collect(toMap(Run::id, run -> run));
        assertThat(stored.runs("RUNNING")).isEmpty();
        assertThat(stored.runs("FAILED")).extracting(Run::failure).allMatch(Set.of(INTERRUPTED, ABANDONED)::contains);
        // a second line of the same execution would be a duplicate key of the map
        Map<String, BigDecimal> charges = stored.lines().stream()
                .filter(line -> line.kind().equals("CHARGE"))
                .collect(toMap(Line::instance, line -> line.amount().negate()));
        charges.forEach((instance, charge) -> {
            assertThat(runs.get(instance).state()).as(instance).isEqualTo("SUCCEEDED");
            assertThat(charge)
                    .as(instance)
                    .isEqualByComparingTo(runs.get(instance).cost());
        });
        assertThat(stored.runs("SUCCEEDED")).allMatch(run -> charges.containsKey(run.id()));
        seen.forEach((request, answer) -> {
            assertThat(runs).containsKey(answer.instance());
            Run run = runs.get(answer.instance());
            assertThat(run.request()).isEqualTo(request.id());
            assertThat(run.state()).as(run.id()).isEqualTo("SUCCEEDED");
            assertThat(charges.get(run.id())).as(run.id()).isEqualByComparingTo(answer.cost());
        });
        checkRequests(stored);
        assertThat(stored.sum("CREDIT")).isEqualByComparingTo(credit);
        assertThat(stored.held()).isZero();
        assertThat(stored.balance())
                .isEqualByComparingTo(
                        credit.subtract(charges.values().stream().reduce(BigDecimal.ZERO, BigDecimal::add)));
    }

    /** Each execution belongs to a sent request, succeeded at most once, and cost the price of its recording. */
    private void checkRequests(StoredLedger stored) {
        Set<String> succeeded = new HashSet<>();
        Map<Path, BigDecimal> costs = new HashMap<>();
        assertThat(stored.runs()).allMatch(run -> sent.containsKey(run.request()));
        for (Run run : stored.runs("SUCCEEDED")) {
            assertThat(succeeded.add(run.request())).as("once: " + run).isTrue();
            BigDecimal usual = costs.computeIfAbsent(sent.get(run.request()).recording(), any -> run.cost());
            assertThat(run.cost()).as(run.id()).isPositive().isEqualByComparingTo(usual);
        }
    }
}
