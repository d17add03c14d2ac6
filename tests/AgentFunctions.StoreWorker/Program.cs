using AgentFunctions.StoreWorker;

// A process that tests start, watch and kill. Arguments: acks <folder> | count <folder> <writes a lane>
return args switch
{
    ["acks", var folder] => await AckWorker.RunAsync(folder),
    ["count", var folder, var writes] => await CountWorker.RunAsync(folder, int.Parse(writes, System.Globalization.CultureInfo.InvariantCulture)),
    _ => 2,
};
