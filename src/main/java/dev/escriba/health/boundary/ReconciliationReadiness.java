package dev.escriba.health.boundary;

import dev.escriba.health.control.ApplicationStart;
import dev.escriba.reporting.control.ReconciliationJob;
import dev.escriba.reporting.entity.Reconciliation;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.Optional;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/** DOWN while the last check of the books found a difference, or none has come to its end for long: nobody is to be charged on such books. */
@ApplicationScoped
@Readiness
public class ReconciliationReadiness implements HealthCheck {

    @Inject
    ApplicationStart start;

    @Inject
    ReconciliationJob books;

    @Override
    public HealthCheckResponse call() {
        if (!start.isComplete()) {
            return HealthCheckResponse.named("books")
                    .withData("reason", ApplicationStart.REASON)
                    .down()
                    .build();
        }
        Optional<Reconciliation> last = books.last();
        var response = HealthCheckResponse.named("books")
                .status(last.map(Reconciliation::balanced).orElse(true) && !books.isOverdue());
        last.ifPresent(
                result -> response.withData("checkedAt", result.checkedAt().toString())
                        .withData("differences", result.differences().size()));
        return response.build();
    }
}
