package dev.escriba.security.boundary;

import dev.escriba.schema.control.InstantMicros;
import dev.escriba.schema.control.PageCursor;
import dev.escriba.security.control.Audit;
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
import java.util.Optional;

/** Lists the audit log, for administrators. */
@RequestScoped
@Path("v2/Audit")
@Produces({"application/json;charset=UTF-8", "text/json;charset=UTF-8", "text/plain;charset=UTF-8"})
public class AuditResource {

    private static final int USUAL_PAGE = 100;
    private static final int MAX_PAGE_SIZE = 1000;

    @Inject
    Audit audit;

    @GET
    @RolesAllowed(Role.ADMINISTRATOR)
    public AuditEventView.Page list(
            @QueryParam("from") String from,
            @QueryParam("to") String to,
            @QueryParam("after") String after,
            @QueryParam("limit") String limit) {
        Parameters parameters = new Parameters();
        Instant first = parameters.instant("from", from).orElse(Instant.EPOCH);
        Instant end = parameters.instant("to", to).orElse(InstantMicros.END);
        Optional<PageCursor> position = parameters.cursor("after", after, PageCursor::of);
        int most = parameters.limit("limit", limit, USUAL_PAGE, MAX_PAGE_SIZE);
        parameters.requireOrder("from", first, end);
        parameters.check();
        return AuditEventView.Page.of(audit.list(first, end, position, most + 1), most);
    }
}
