# One line per object: what it is, then all of it that a restore must carry over, keys in order. What a server or a
# controller writes anew in every cluster is left out, and so is what a controller of the other cluster made.

def without(prefixes): with_entries(.key as $key | select(any(prefixes[]; . as $prefix | $key | startswith($prefix)) | not));

# Endpoints of a service with a selector are its controller's; the list holds the services too.
def served_by_controller: [.items[] | select(.kind == "Service" and .spec.selector != null) | "\(.metadata.namespace)/\(.metadata.name)"];

def made_elsewhere($served):
  any(.metadata.ownerReferences[]?; .controller == true)
  or (.kind == "ConfigMap" and .metadata.name == "kube-root-ca.crt")
  or (.kind == "Secret" and .type == "kubernetes.io/service-account-token")
  # A finished Job has nothing left to do: restored, it would do it again.
  or (.kind == "Job" and any(.status.conditions[]?; .type == "Complete" and .status == "True"))
  or (.kind == "Endpoints" and ("\(.metadata.namespace)/\(.metadata.name)" | IN($served[])));

def metadata:
  { name, namespace, finalizers: [.finalizers[]? | select(startswith("kubernetes.io/") | not)],
    labels: (.labels // {} | without(["velero.io/", "kubernetes.io/metadata.name", "controller-uid", "job-name"])),
    annotations: (.annotations // {} | without(["deployment.kubernetes.io/", "pv.kubernetes.io/", "autoscaling.alpha.kubernetes.io/",
      "volume.kubernetes.io/selected-node", "endpoints.kubernetes.io/"])) };

def body:
  if .kind == "Service" then del(.spec.clusterIP, .spec.clusterIPs, .spec.healthCheckNodePort)
  elif .kind == "PersistentVolumeClaim" then del(.spec.volumeName)
  elif .kind == "PersistentVolume" then .spec.claimRef |= (if . then { namespace, name } else . end)
  elif .kind == "ServiceAccount" then del(.secrets)
  elif .kind == "Job" then del(.spec.selector, .spec.template.metadata.labels["controller-uid"], .spec.template.metadata.labels["job-name"])
  else . end
  | del(.status, .apiVersion, .metadata);

served_by_controller as $served
| .items[]
| select(made_elsewhere($served) | not)
| select(.metadata.namespace == null or (.metadata.namespace | startswith("guestbook")))
| "\(.kind) \(.metadata.namespace // "") \(.metadata.name)\t\({ metadata: (.metadata | metadata), body: body } | tojson)"
