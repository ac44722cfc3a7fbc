package dev.caravel.controllers.protection;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.PersistentVolume;
import io.fabric8.kubernetes.api.model.PersistentVolumeBuilder;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaimBuilder;

/** The finalizer that protects an object, put on and taken off. */
final class Finalizers {
    private Finalizers() {}

    /** Whether the object is being deleted and only protected. */
    static boolean waitsFor(HasMetadata object, String finalizer) {
        return object.getMetadata().getDeletionTimestamp() != null
                && object.getMetadata().getFinalizers().contains(finalizer);
    }

    /** Whether the object was made when nobody put the finalizer on. */
    static boolean isMissing(HasMetadata object, String finalizer) {
        return object.getMetadata().getDeletionTimestamp() == null
                && !object.getMetadata().getFinalizers().contains(finalizer);
    }

    static PersistentVolumeClaim with(PersistentVolumeClaim claim, String finalizer) {
        return new PersistentVolumeClaimBuilder(claim)
                .editMetadata()
                .addToFinalizers(finalizer)
                .endMetadata()
                .build();
    }

    static PersistentVolumeClaim without(PersistentVolumeClaim claim, String finalizer) {
        return new PersistentVolumeClaimBuilder(claim)
                .editMetadata()
                .removeFromFinalizers(finalizer)
                .endMetadata()
                .build();
    }

    static PersistentVolume with(PersistentVolume volume, String finalizer) {
        return new PersistentVolumeBuilder(volume)
                .editMetadata()
                .addToFinalizers(finalizer)
                .endMetadata()
                .build();
    }

    static PersistentVolume without(PersistentVolume volume, String finalizer) {
        return new PersistentVolumeBuilder(volume)
                .editMetadata()
                .removeFromFinalizers(finalizer)
                .endMetadata()
                .build();
    }
}
