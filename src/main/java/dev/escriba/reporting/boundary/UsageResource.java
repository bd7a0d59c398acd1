package dev.escriba.reporting.boundary;

import dev.escriba.reporting.control.UsageNames;
import dev.escriba.reporting.control.UsageReports;
import dev.escriba.reporting.entity.Grouping;
import dev.escriba.reporting.entity.Usage;
import dev.escriba.security.control.ChosenAccount;
import dev.escriba.security.control.CurrentCaller;
import dev.escriba.security.entity.Account;
import dev.escriba.security.entity.Caller;
import dev.escriba.security.entity.Role;
import dev.escriba.web.control.CsvCells;
import dev.escriba.web.control.Parameters;
import jakarta.annotation.security.RolesAllowed;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;

/**
 * Sums up the usage of the caller's account, or of the account that an administrator names. Grouped by account, an
 * administrator gets the sums of all accounts. The default range is the current month in UTC, until now.
 */
@RequestScoped
@Path("v2/Billing/usage")
public class UsageResource {

    @Inject
    CurrentCaller currentCaller;

    @Inject
    ChosenAccount chosenAccount;

    @Inject
    UsageReports reports;

    @Inject
    UsageNames names;

    @Inject
    Clock clock;

    /** A usage report and its parameters. */
    private record Report(Grouping grouping, Instant from, Instant to, String currency, List<Usage> usage) {}

    @GET
    @RolesAllowed({Role.USAGE_READER, Role.AUDITOR, Role.ADMINISTRATOR})
    @Produces({"application/json;charset=UTF-8", "text/json;charset=UTF-8", "text/plain;charset=UTF-8"})
    public UsageView json(
            @QueryParam("groupBy") String groupBy,
            @QueryParam("from") String from,
            @QueryParam("to") String to,
            @QueryParam(ChosenAccount.PARAMETER) String accountId) {
        Report report = report(groupBy, from, to, accountId);
        return UsageView.of(report.grouping(), report.from(), report.to(), report.currency(), report.usage());
    }

    @GET
    @RolesAllowed({Role.USAGE_READER, Role.AUDITOR, Role.ADMINISTRATOR})
    @Produces("text/csv;charset=UTF-8;qs=0.5")
    public Response csv(
            @QueryParam("groupBy") String groupBy,
            @QueryParam("from") String from,
            @QueryParam("to") String to,
            @QueryParam(ChosenAccount.PARAMETER) String accountId) {
        Report report = report(groupBy, from, to, accountId);
        return Response.ok(UsageCsv.of(report.grouping(), report.currency(), report.usage()))
                .type(CsvCells.TYPE)
                .header(HttpHeaders.CONTENT_DISPOSITION, "attachment; filename=\"usage.csv\"")
                .build();
    }

    private Report report(String groupBy, String from, String to, String accountId) {
        Caller caller = currentCaller.get();
        Parameters parameters = new Parameters();
        Optional<UUID> named = parameters.uuid(ChosenAccount.PARAMETER, accountId);
        Grouping grouping =
                parameters.choice("groupBy", groupBy, groupings(), Grouping::of).orElse(Grouping.DAY);
        Instant now = clock.instant();
        Instant end = parameters.instant("to", to).orElse(now.plusMillis(1));
        Instant first = parameters.instant("from", from).orElseGet(() -> monthOf(end.isBefore(now) ? end : now));
        parameters.requireOrder("from", first, end);
        parameters.check();
        Account account = chosenAccount.of(caller, named);
        boolean ofAll = grouping == Grouping.ACCOUNT && named.isEmpty() && caller.hasAnyRole(Role.ADMINISTRATOR);
        List<Usage> usage = reports.of(ofAll ? Optional.empty() : Optional.of(account.id()), grouping, first, end);
        // all accounts have the one configured currency
        return new Report(grouping, first, end, account.currency(), names.add(grouping, usage));
    }

    private static Instant monthOf(Instant instant) {
        return instant.minusMillis(1)
                .atOffset(ZoneOffset.UTC)
                .withDayOfMonth(1)
                .truncatedTo(ChronoUnit.DAYS)
                .toInstant();
    }

    private static String groupings() {
        return Arrays.stream(Grouping.values()).map(Grouping::parameter).collect(Collectors.joining(", "));
    }
}
