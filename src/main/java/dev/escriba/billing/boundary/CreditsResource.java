package dev.escriba.billing.boundary;

import dev.escriba.billing.control.Credits;
import dev.escriba.billing.entity.Credit;
import dev.escriba.problem.entity.Problem;
import dev.escriba.security.control.Accounts;
import dev.escriba.security.control.CurrentCaller;
import dev.escriba.security.entity.Account;
import dev.escriba.security.entity.Caller;
import dev.escriba.security.entity.Role;
import dev.escriba.web.control.IdempotencyKey;
import jakarta.annotation.security.RolesAllowed;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.InputStream;
import java.math.BigDecimal;
import java.util.HexFormat;
import java.util.Optional;

/**
 * Adds an amount to a balance, or takes a negative amount back. A credit happens once for each {@code Idempotency-Key},
 * which is required and kept for ever.
 */
@RequestScoped
@Path("v2/Billing/credits")
@Produces({"application/json;charset=UTF-8", "text/json;charset=UTF-8", "text/plain;charset=UTF-8"})
public class CreditsResource {

    @Inject
    CurrentCaller currentCaller;

    @Inject
    Accounts accounts;

    @Inject
    Credits credits;

    @Context
    HttpServletRequest request;

    @POST
    @RolesAllowed(Role.ADMINISTRATOR)
    @Consumes(MediaType.APPLICATION_JSON)
    public Response credit(InputStream body) {
        Caller caller = currentCaller.get();
        String key = IdempotencyKey.required(request);
        CreditForm form = CreditForm.of(body);
        Optional<String> named = form.accountId();
        Optional<Account> account = accounts.find(named.orElse(caller.accountId()));
        BigDecimal amount = form.amount(account.map(Account::scale).orElse(Account.MAX_PLACES));
        String reason = form.reason();
        form.check();
        String accountId = account.orElseThrow(() -> Problem.at("accountId", 404, "security.account-unknown"))
                .id();
        Credits.Booked booked = credits.add(new Credit(
                accountId,
                amount,
                reason,
                caller.getName(),
                HexFormat.of().formatHex(IdempotencyKey.digest("credit", accountId, key))));
        Response.ResponseBuilder response =
                Response.status(booked.replayed() ? 200 : 201).entity(LedgerLineView.of(booked.line()));
        return (booked.replayed() ? response.header(IdempotencyKey.REPLAYED, "true") : response).build();
    }
}
