package dev.escriba.reporting.control;

import dev.escriba.settings.control.Settings;
import dev.escriba.settings.control.SettingsReader;
import java.time.Duration;

/**
 * The configuration of the component.
 *
 * @param reconciliationInterval between two reconciliations
 * @param fullReconciliationInterval between two readings of a whole ledger that is long
 * @param sampleInterval between two counts of the open holds
 */
@Settings
record ReportingSettings(
        Duration reconciliationInterval, Duration fullReconciliationInterval, Duration sampleInterval) {

    static final String RECONCILIATION_INTERVAL = "escriba.billing.reconciliation-interval";
    static final String FULL_RECONCILIATION_INTERVAL = "escriba.billing.full-reconciliation-interval";
    static final String SAMPLE_INTERVAL = "escriba.telemetry.sample-interval";

    static ReportingSettings read(SettingsReader settings) {
        return new ReportingSettings(
                settings.positive(RECONCILIATION_INTERVAL, "PT15M"),
                settings.positive(FULL_RECONCILIATION_INTERVAL, "PT24H"),
                settings.positive(SAMPLE_INTERVAL, "PT15S"));
    }
}
