// The identity of the app: everything it calls, it calls as this. It has no keys and supports no diagnostic settings; its sign-ins are in Entra ID.

param name string
param location string
param tags object

resource identity 'Microsoft.ManagedIdentity/userAssignedIdentities@2024-11-30' = {
  name: name
  location: location
  tags: tags
}
