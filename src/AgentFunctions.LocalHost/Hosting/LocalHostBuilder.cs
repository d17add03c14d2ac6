using AgentFunctions.Cloud.Providers;
using AgentFunctions.Core.Keys;
using AgentFunctions.Embedded;
using AgentFunctions.Embedded.Backups.Restoring;
using AgentFunctions.Embedded.DataFolders;
using AgentFunctions.Embedded.Secrets;
using AgentFunctions.Embedded.Workflows;
using AgentFunctions.Http.Hosting;
using AgentFunctions.Http.Telemetry;
using AgentFunctions.LocalHost.CommandLine;
using AgentFunctions.LocalHost.Data;
using AgentFunctions.LocalHost.Startup;

namespace AgentFunctions.LocalHost.Hosting;

/// <summary>The composition of the local host.</summary>
internal static class LocalHostBuilder
{
    // Above the application's own limit, so that what exceeds that one gets a proper answer; Kestrel's own is a bare 431.
    private const int KestrelHeaderBytes = 128 * 1024;
    private const int KestrelHeaderCount = 500;
    private static readonly TimeSpan DrainTime = TimeSpan.FromSeconds(30);

    public static WebApplication Build(LocalHostArguments arguments, DataFolder folder)
    {
        // Settings are read once: files are not watched, which would take one of the few watches that a user may have.
        var builder = WebApplication.CreateSlimBuilder(new WebApplicationOptions { ContentRootPath = AppContext.BaseDirectory, EnvironmentName = "Production", Args = ["--hostBuilder:reloadConfigOnChange=false"] });
        EngineSettings.Check(builder.Configuration);
        ContainerAccess.Check(arguments.Urls, builder.Configuration);
        ConfigureLogging(builder.Logging);
        builder.WebHost.UseKestrelHttpsConfiguration().UseUrls(arguments.Urls).ConfigureKestrel(static kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestHeadersTotalSize = KestrelHeaderBytes;
            kestrel.Limits.MaxRequestHeaderCount = KestrelHeaderCount;
        });
        builder.Services.Configure<HostOptions>(static host => host.ShutdownTimeout = DrainTime);
        var adminKey = AdminKey.Load(folder);
        builder.Services.AddSingleton(folder);
        builder.Services.AddSingleton(adminKey);
        builder.Services.AddSingleton<DemoKey>();
        builder.Services.AddSingleton<MissingSecrets>();
        builder.Services.AddSingleton<StartupPreparation>();
        builder.Services.Configure<BootstrapKeyOptions>(options => options.AdminKey = adminKey.Value);
        builder.Services.AddEmbeddedStores(options => options.DataDirectory = folder.FullPath);
        builder.Services.AddDataMigrations();
        builder.Services.AddRestrictionJournal();
        builder.Services.AddFileKeySecretProtector(folder.File("secrets.key"));
        builder.Services.AddEmbeddedWorkflows();
        builder.Services.AddOptions<WorkflowEngineOptions>().BindConfiguration(WorkflowEngineOptions.SectionName);
        builder.Services.AddAgentFunctions();
        builder.Services.AddAzureOpenAI();
        builder.Services.AddAgentFunctionsOpenTelemetry(builder.Configuration);

        var app = builder.Build();
        app.Run(app.Services.GetRequiredService<AgentFunctionsApp>().InvokeAsync);
        return app;
    }

    private static void ConfigureLogging(ILoggingBuilder logging)
    {
        logging.AddSimpleConsole(static console =>
        {
            console.SingleLine = true;
            console.TimestampFormat = "HH:mm:ss ";
        });
        logging.AddFilter("Microsoft", LogLevel.Warning);
        // With this category off, Kestrel makes no activity of its own a request: ours continues the caller's trace.
        logging.AddFilter("Microsoft.AspNetCore.Hosting.Diagnostics", LogLevel.None);
    }
}
