using 'main.bicep'

// The least that must be said; main.bicep describes all parameters.
param name = 'workflows'

// Private clusters and storage without public endpoints:
// param appSubnetId = '/subscriptions/…/virtualNetworks/hub/subnets/workflows-app'
// param privateEndpointSubnetId = '/subscriptions/…/virtualNetworks/hub/subnets/endpoints'

// Once the app is published:
// param subscribeEvents = true
