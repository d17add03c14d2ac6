using AgentFunctions.Functions.Durable;
using AgentFunctions.Functions.Hosting;
using AgentFunctions.Http.Hosting;
using AgentFunctions.Http.Telemetry;
using Microsoft.Azure.Functions.Worker.Builder;
using Microsoft.Extensions.Hosting;

var builder = FunctionsApplication.CreateBuilder(args);

builder.Configuration.AddFunctionsHostDefaults();
builder.ConfigureFunctionsWebApplication();
builder.Services.AddFunctionsHost();
builder.Services.AddBeforeServers(services => services
    .AddEmbeddedEngines(builder.Configuration)
    .AddAgentFunctions()
    .AddDurableWorkflows()
    .AddAgentFunctionsOpenTelemetry(builder.Configuration));

builder.Build().Run();
