package dev.escriba.billing.boundary;

import dev.escriba.billing.control.LedgerQueries;
import dev.escriba.billing.control.PriceList;
import dev.escriba.schema.control.InstantMicros;
import dev.escriba.security.control.Accounts;
import dev.escriba.security.control.CurrentCaller;
import dev.escriba.security.entity.Account;
import dev.escriba.security.entity.Role;
import dev.escriba.web.control.Parameters;
import jakarta.annotation.security.RolesAllowed;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Balance, ledger and prices of the caller's account. */
@RequestScoped
@Path("v2/Billing")
@Produces({"application/json;charset=UTF-8", "text/json;charset=UTF-8", "text/plain;charset=UTF-8"})
public class BillingResource {

    private static final int USUAL_PAGE = 100;
    private static final int MAX_PAGE_SIZE = 1000;

    @Inject
    CurrentCaller currentCaller;

    @Inject
    Accounts accounts;

    @Inject
    LedgerQueries ledgers;

    @Inject
    PriceList prices;

    @GET
    @Path("balance")
    @RolesAllowed({Role.TRANSCRIBER, Role.USAGE_READER, Role.AUDITOR, Role.ADMINISTRATOR})
    public BalanceView balance() {
        Account account = account();
        return BalanceView.of(account, ledgers.balance(account.id()));
    }

    @GET
    @Path("prices")
    @RolesAllowed({Role.TRANSCRIBER, Role.USAGE_READER, Role.AUDITOR, Role.ADMINISTRATOR})
    public List<PriceView> prices() {
        return prices.all(account().currency()).stream().map(PriceView::of).toList();
    }

    @GET
    @Path("ledger")
    @RolesAllowed({Role.USAGE_READER, Role.AUDITOR, Role.ADMINISTRATOR})
    public LedgerPage ledger(
            @QueryParam("from") String from,
            @QueryParam("to") String to,
            @QueryParam("instanceId") String instanceId,
            @QueryParam("after") String after,
            @QueryParam("limit") String limit) {
        Parameters parameters = new Parameters();
        Instant first = parameters.instant("from", from).orElse(Instant.EPOCH);
        Instant end = parameters.instant("to", to).orElse(InstantMicros.END);
        Optional<UUID> instance = parameters.uuid("instanceId", instanceId);
        long before = parameters.cursor("after", after, Long::valueOf).orElse(Long.MAX_VALUE);
        int most = parameters.limit("limit", limit, USUAL_PAGE, MAX_PAGE_SIZE);
        parameters.requireOrder("from", first, end);
        parameters.check();
        return LedgerPage.of(ledgers.lines(account().id(), instance, first, end, before, most + 1), most);
    }

    private Account account() {
        return accounts.required(currentCaller.get().accountId());
    }
}
