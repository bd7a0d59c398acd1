package dev.escriba.billing.boundary;

import dev.escriba.billing.control.LedgerQueries;
import dev.escriba.billing.control.PriceList;
import dev.escriba.security.control.ChosenAccount;
import dev.escriba.security.control.CurrentCaller;
import dev.escriba.security.entity.Account;
import dev.escriba.security.entity.Role;
import dev.escriba.web.control.CsvCells;
import dev.escriba.web.control.LiveResponse;
import dev.escriba.web.control.Parameters;
import jakarta.annotation.security.RolesAllowed;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Balance, ledger and prices of the caller's account, or of the account that an administrator names. */
@RequestScoped
@Path("v2/Billing")
@Produces({"application/json;charset=UTF-8", "text/json;charset=UTF-8", "text/plain;charset=UTF-8"})
public class BillingResource {

    private static final int USUAL_PAGE = 100;
    private static final int MAX_PAGE_SIZE = 1000;

    @Inject
    CurrentCaller currentCaller;

    @Inject
    ChosenAccount chosenAccount;

    @Inject
    LedgerQueries ledgers;

    @Inject
    PriceList prices;

    @Context
    HttpServletRequest request;

    @GET
    @Path("balance")
    @RolesAllowed({Role.TRANSCRIBER, Role.USAGE_READER, Role.AUDITOR, Role.ADMINISTRATOR})
    public BalanceView balance(@QueryParam(ChosenAccount.PARAMETER) String accountId) {
        Account account = account(accountId);
        return BalanceView.of(account, ledgers.balance(account.id()));
    }

    @GET
    @Path("prices")
    @RolesAllowed({Role.TRANSCRIBER, Role.USAGE_READER, Role.AUDITOR, Role.ADMINISTRATOR})
    public List<PriceView> prices(@QueryParam(ChosenAccount.PARAMETER) String accountId) {
        return prices.all(account(accountId).currency()).stream()
                .map(PriceView::of)
                .toList();
    }

    @GET
    @Path("ledger")
    @RolesAllowed({Role.USAGE_READER, Role.AUDITOR, Role.ADMINISTRATOR})
    public LedgerPage ledger(
            @QueryParam("from") String from,
            @QueryParam("to") String to,
            @QueryParam("instanceId") String instanceId,
            @QueryParam("after") String after,
            @QueryParam("limit") String limit,
            @QueryParam(ChosenAccount.PARAMETER) String accountId) {
        Parameters parameters = new Parameters();
        LedgerRange range = LedgerRange.read(parameters, from, to, instanceId, after);
        int most = parameters.limit("limit", limit, USUAL_PAGE, MAX_PAGE_SIZE);
        Account account = account(parameters, accountId);
        return LedgerPage.of(range.lines(ledgers, account, range.before(), most + 1), most);
    }

    /** All lines of the range, or as many as the limit says, the newest first. */
    @GET
    @Path("ledger")
    @RolesAllowed({Role.USAGE_READER, Role.AUDITOR, Role.ADMINISTRATOR})
    @Produces("text/csv;charset=UTF-8;qs=0.5")
    public Response ledgerAsCsv(
            @QueryParam("from") String from,
            @QueryParam("to") String to,
            @QueryParam("instanceId") String instanceId,
            @QueryParam("after") String after,
            @QueryParam("limit") String limit,
            @QueryParam(ChosenAccount.PARAMETER) String accountId) {
        Parameters parameters = new Parameters();
        LedgerRange range = LedgerRange.read(parameters, from, to, instanceId, after);
        int most = parameters.limit("limit", limit, Integer.MAX_VALUE, MAX_PAGE_SIZE);
        Account account = account(parameters, accountId);
        return Response.ok(new LedgerCsv(
                        ledgers, account, range, most, LiveResponse.of(request).clientGone()))
                .type(CsvCells.TYPE)
                .header(HttpHeaders.CONTENT_DISPOSITION, "attachment; filename=\"ledger.csv\"")
                .build();
    }

    private Account account(String accountId) {
        return account(new Parameters(), accountId);
    }

    /** Refuses the request if any of its parameters is wrong. */
    private Account account(Parameters parameters, String accountId) {
        Optional<UUID> named = parameters.uuid(ChosenAccount.PARAMETER, accountId);
        parameters.check();
        return chosenAccount.of(currentCaller.get(), named);
    }
}
