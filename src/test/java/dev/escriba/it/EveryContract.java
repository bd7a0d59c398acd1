package dev.escriba.it;

/** All that a service promises over HTTP, whatever server it runs on. */
interface EveryContract
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
                LoadContract {}
