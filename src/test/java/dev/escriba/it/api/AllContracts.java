package dev.escriba.it.api;

/** All that a service promises over HTTP, whatever server it runs on. */
public interface AllContracts
        extends TranscribeContract,
                ErrorContract,
                MediaContract,
                HostileMediaContract,
                FuzzContract,
                ModelsContract,
                SdkContract,
                OpenApiContract,
                BillingContract,
                InstancesContract,
                KeysContract,
                AccessMatrixContract,
                HardeningContract,
                TelemetryContract,
                ReadmeContract,
                LoadContract {}
