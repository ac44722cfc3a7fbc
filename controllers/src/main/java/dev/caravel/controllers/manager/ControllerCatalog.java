package dev.caravel.controllers.manager;

import dev.caravel.controllers.clusterrole.ClusterRoleAggregation;
import dev.caravel.controllers.deployment.DeploymentController;
import dev.caravel.controllers.endpoints.EndpointsController;
import dev.caravel.controllers.endpointslice.EndpointSliceController;
import dev.caravel.controllers.gc.GarbageCollector;
import dev.caravel.controllers.namespace.NamespaceController;
import dev.caravel.controllers.nodeipam.NodeIpamController;
import dev.caravel.controllers.nodes.NodeLifecycleController;
import dev.caravel.controllers.podgc.PodGarbageCollector;
import dev.caravel.controllers.protection.ClaimProtection;
import dev.caravel.controllers.protection.VolumeProtection;
import dev.caravel.controllers.quota.ResourceQuotaController;
import dev.caravel.controllers.replicaset.ReplicaSetController;
import dev.caravel.controllers.rootca.RootCaPublisher;
import dev.caravel.controllers.serviceaccount.ServiceAccountController;
import dev.caravel.controllers.tainteviction.TaintEvictionController;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/** All controllers by upstream's names. */
final class ControllerCatalog {
    /** Upstream's controllers that are not built yet: {@code --controllers} may name them. */
    static final Set<String> MISSING = Set.of(
            "bootstrap-signer-controller",
            "certificatesigningrequest-approving-controller",
            "certificatesigningrequest-cleaner-controller",
            "certificatesigningrequest-signing-controller",
            "cloud-node-lifecycle-controller",
            "cronjob-controller",
            "daemonset-controller",
            "device-taint-eviction-controller",
            "disruption-controller",
            "endpointslice-mirroring-controller",
            "ephemeral-volume-controller",
            "horizontal-pod-autoscaler-controller",
            "job-controller",
            "kube-apiserver-serving-clustertrustbundle-publisher-controller",
            "legacy-serviceaccount-token-cleaner-controller",
            "node-route-controller",
            "persistentvolume-attach-detach-controller",
            "persistentvolume-binder-controller",
            "persistentvolume-expander-controller",
            "podcertificaterequest-cleaner-controller",
            "podgroup-protection-controller",
            "resourceclaim-controller",
            "resourcepoolstatusrequest-controller",
            "selinux-warning-controller",
            "service-ca-certificate-publisher-controller",
            "service-cidr-controller",
            "service-lb-controller",
            "serviceaccount-token-controller",
            "statefulset-controller",
            "storage-version-migrator-controller",
            "storageversion-garbage-collector-controller",
            "token-cleaner-controller",
            "ttl-after-finished-controller",
            "ttl-controller",
            "validatingadmissionpolicy-status-controller",
            "volumeattributesclass-protection-controller");

    private ControllerCatalog() {}

    static Map<String, ControllerFactory> all() {
        Map<String, ControllerFactory> all = new LinkedHashMap<>();
        all.put("deployment-controller", DeploymentController::create);
        all.put("replicaset-controller", ReplicaSetController::create);
        all.put("replicationcontroller-controller", ReplicaSetController::createReplicationController);
        all.put("namespace-controller", NamespaceController::create);
        all.put("serviceaccount-controller", ServiceAccountController::create);
        all.put("root-ca-certificate-publisher-controller", RootCaPublisher::create);
        all.put("node-ipam-controller", NodeIpamController::create);
        all.put("clusterrole-aggregation-controller", ClusterRoleAggregation::create);
        all.put("endpoints-controller", EndpointsController::create);
        all.put("endpointslice-controller", EndpointSliceController::create);
        all.put("garbage-collector-controller", GarbageCollector::create);
        all.put("node-lifecycle-controller", NodeLifecycleController::create);
        all.put("taint-eviction-controller", TaintEvictionController::create);
        all.put("pod-garbage-collector-controller", PodGarbageCollector::create);
        all.put("resourcequota-controller", ResourceQuotaController::create);
        all.put("persistentvolumeclaim-protection-controller", ClaimProtection::create);
        all.put("persistentvolume-protection-controller", VolumeProtection::create);
        return all;
    }
}
